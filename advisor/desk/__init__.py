"""A folder of dossiers: list, find, review, archive, anonymise, batch, activity report.

- ``repository``: the folder, and finding in it; ``cards``, ``show``: what is shown of its dossiers;
- ``review``: every dossier under another day's law; ``archive``, ``anonymise``: what becomes of them;
- ``batch``: a table in, a table of verdicts out; ``summary``: the anonymous activity report.
"""
