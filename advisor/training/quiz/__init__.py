"""The quiz of a participant alone: questions whose answers are the engine's, drawn with spaced difficulty.

`bank` holds what may be asked, `schedule` says what to ask next, `session` keeps the answers, `revise` tells what to
read again, `progress` what is kept from one session to the next, and `sheet` prints a quiz on paper. None of them
knows a terminal.
"""
