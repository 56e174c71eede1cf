"""The room: a trainer, a projector, forty phones; all of it in memory, and gone at the end.

`state` is a session with its ballots, as pure data; `room` is one room, safe under threads; `rooms` holds those that
are open, by code; `layout` and `screens` say what stands on the projector, `phone` what a participant reads. `pages`
and `opening` are the pages, `browser` what they keep in cookies.
"""
