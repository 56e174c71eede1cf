"""From the answers of one company to verdicts, their proof and their words.

- ``assess``: `assess`, `light_assess` (verdicts without their account) and `read_dossier`, the entry points;
- ``model``: `Assessment` and what it holds, as pure data; ``record``: an assessment frozen, and replayed;
- ``session``, ``leaves``, ``indicators``, ``costs``, ``contradictions``: answers and figures settled exactly;
- ``engine``: the only door to durable_rules; ``reasoning``: what it concludes; ``relevance``: what is worth asking;
- ``account``: verdicts and criteria written with their reasons; ``wording``, ``tree``: conditions in French, as trees.
"""
