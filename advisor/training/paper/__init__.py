"""The paper of the day, made from the rules: the rule book, the decision trees."""
