"""Malformed rule bases and dossiers, each with the message it must give."""
