"""The questions, page by page."""
