"""The conversation as a state machine: what to ask, what is recorded, where it stops. Prints nothing.

- ``machine``: `Interview`, driven by the terminal (``cli.interview``) and by the site (``web.journey``);
- ``outlook``: where one stands; ``store``: its file; ``tools``: what one may do besides answering;
- ``groups``, ``sheets``: questions asked together, sheets of figures; ``feedback``: what an answer changed;
- ``prediagnosis``: the ten first questions.
"""
