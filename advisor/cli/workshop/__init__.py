"""The screens of the workshop in the terminal, full screen and in big type."""
