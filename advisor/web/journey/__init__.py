"""The journey of a visitor: pre-diagnosis, questions, review, result."""
