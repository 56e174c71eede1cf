"""The rule base, read into frozen models. Python here; the law itself is in the folder ``rules/`` of the project.

- ``load``: `load_knowledge` and `Knowledge`, the whole rule base;
- ``models``, ``basis``, ``facts``, ``conditions``, ``vocabulary``: what its entries are made of;
- ``acts``, ``checkup``, ``comparison``, ``directory``, ``effects``: one module for each other kind of file;
- ``references``: what an entry refers to, and what it rests on;
- ``contacts``, ``course``, ``glossary``, ``prediagnosis``, ``words``: what no verdict depends on, read by ``aside``.
"""
