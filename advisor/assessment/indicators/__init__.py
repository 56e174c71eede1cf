"""The figures the law computes, exactly, on answers that may still be missing.

Every figure is an interval: what the answers given so far already prove. An unknown pay can only raise a maximum, an
unknown branch minimum can only raise a ceiling, so a leaf may be settled before every answer is in. Rates, multiples
and numbers of years come from ``rules/parametres``; the functions here are plain arithmetic, chosen by name in
``rules/indicateurs.yaml``.
"""
