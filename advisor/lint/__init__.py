"""Every proof on the rule base and what goes with it. Imported by its commands and tests only.

``run`` gives the problems of a folder of rules; the other modules check one kind of entry, or one property, each.
"""
