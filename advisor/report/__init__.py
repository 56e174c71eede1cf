"""Sections (what to say, in which order) and renderers. Reads assessment and advice.

- ``model``: a report as blocks; ``document``: a report built and written in a format;
- ``terminal``, ``html``, ``typst`` (PDF), ``word``, ``markdown``: the renderers; ``letterhead``: the organisation's;
- ``opening``, ``summary``, ``actions``, ``steps``, ``criteria``, ``proof``, …: the sections;
- ``lawbook``: the pages of the law, for the screen, the site and print.
"""
