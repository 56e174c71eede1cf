"""The only door to durable_rules: a law compiled into a program, and the conclusions of one company."""
