"""The workshop: a trainer, forty people, a projector. The same session serves the terminal and the room of the site.

`model` and `transitions` are the session; `programme` begins it, and keeps it in a file; `slide` and `slides` say what
stands on the screen, `trials` what is tried beside it.
"""
