"""The information day: the statutes taught with the same rules that judge a company.

What is taught (`course`) is data in ``rules/formation/``; a case of ``cases/`` becomes an `Exercise`, whose answers are
always those of the engine.
"""
