"""The screens of the interview in the terminal."""
