"""The activity report for those who fund the desk: consultations of a period, without anyone being recognised.

One way in, `report.write_summary`: dossiers become counts of ids of the rule base (`gather`), small groups are merged
(`tally`), and what is left is written down (`report`). No text that a person typed goes past `gather`.
"""
