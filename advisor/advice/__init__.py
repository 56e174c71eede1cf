"""What follows from an assessment: what to do, whom to ask, with which papers.

- ``alternatives``: one answer changed, and what it flips;
- ``ways``: the smallest changes that reach a status, what-if, what a verdict hangs on;
- ``papers``: draft clauses, the ESUS file, its calendar;
- ``checkup``: the annual check-up; ``comparison``: which statute; ``differences``: two days, and why they differ;
- ``guidance``: what concerns this company, clauses nobody has read; ``register``: the administration's practice;
- ``public_record``: what is published of a company, and ``public_record_client``: how it is asked for.
"""
