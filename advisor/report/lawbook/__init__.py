"""The law as the rule base holds it: the page of each entry with all its dated versions, their list, their book."""
