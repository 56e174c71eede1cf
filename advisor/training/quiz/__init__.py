"""The quiz of a participant alone: questions whose answers are the engine's, drawn with spaced difficulty.

`bank` holds what may be asked; `kinds` and `turning` make a question about one of `situations`. `schedule` says what to
ask next, and what is saved from one session to the next. `session` keeps the answers, tells what to read again, and
prints a quiz on paper. None of them knows a terminal.
"""
