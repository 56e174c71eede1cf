"""The self-assessment in the browser: the same interview, rules and report, on pages made by the server.

Nothing outside this package imports it. Pages work without JavaScript;
what is answered is kept in an embedded database under a secret that only the browser and the private link hold.
"""
