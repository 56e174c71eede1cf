"""Worked cases, course, quiz, workshop and what is printed for a training day. Prints nothing.

- ``casebook``: the worked cases of ``cases/``, read, checked and shown;
- ``exercises``; ``pairs``, ``flips``: one answer that changes all; ``eras``: one company on two days;
- ``quiz``: questions, what comes back and when; ``workshop``: slides and moves of a session before a room;
- ``paper``: handout, answer book, decision trees.
"""
