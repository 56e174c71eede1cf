"""The paper of the day, made from the rules: decision trees, handouts, answers."""
