"""A second reading of the law, to judge the first: ``rules/`` read raw, settled by plain recursion.

It takes nothing from `advisor` (a test holds it): it is written from ``rules/LISEZMOI.md`` and the YAML, and decides
for itself what these leave unsaid, with a sentence at each decision.

- `rules`: the YAML, versions in force, sets and definitions put in their place;
- `values`: Kleene's three values, intervals of exact fractions;
- `formulas`: formulas read and worked out;
- `company`: one company's answers, its figures and conditions;
- `verdicts`: criteria, routes and statuses;
- `companies`: companies that one could meet, drawn;
- `judge`: both readings of one company side by side; ``python -m tests.oracle --seed 1 --count 20000`` for many.
"""
