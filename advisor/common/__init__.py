"""Errors, French words and figures, files, strict YAML: what knows nothing of the law nor of companies.

- ``errors``: `InputError` and its problems (what, where, how to mend), `EngineError`;
- ``french``: words, figures and dates, read and written; ``ascii``: signs that a poor terminal can show;
- ``files``: files written whole or not at all, and the lock of one process at a time;
- ``yaml_reader``: YAML read strictly, with positions; ``validation``: what is wrong in it, in French;
- ``resources``: the version, and where ``rules/`` and ``cases/`` live.
"""
