"""The answer, its documents, and coming back to it."""
