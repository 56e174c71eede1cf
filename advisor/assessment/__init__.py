"""What follows from a reasoning: what to ask next, what an answer would settle."""
