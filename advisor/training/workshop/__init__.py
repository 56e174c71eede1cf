"""The workshop: a trainer, forty people, a projector.

`model` and `moves` are the session without any terminal; `store` keeps it in one file; `slides` and `stage` say what
stands on the screen; `player` turns keys into moves; `terminal` alone knows that there is a terminal.
"""
