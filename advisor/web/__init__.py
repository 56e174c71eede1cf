"""The site. Pages work without JavaScript; everything a visitor types is escaped, bounded and erased in time.

- ``serve``: started by a command; ``app``: the routes, and the services handed to each part; ``settings``;
- ``site``, ``store``, ``talks``, ``guard``: what the pages stand on, and what protects visitors;
- ``journey``: the questions; ``result``: the answer and its documents; ``room``: the workshop on phones.

How to run it for others: ``EXPLOITATION.md``, beside this file.
"""
