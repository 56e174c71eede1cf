"""The room: a trainer, a projector, forty phones; all of it in memory, and gone at the end.

`code` is what is typed to come in; `state` is a session with its ballots, as pure data; `room` is one room, safe under
threads; `rooms` holds those that are open; `programme` chooses the cases, `trying` makes what is tried beside them, a
`trial`; `layout` and `screens` say what stands on the projector, `phone` what a participant reads, `console` what the
trainer does. `pages`, `opening`, `desk` and `answering` are the pages.
"""
