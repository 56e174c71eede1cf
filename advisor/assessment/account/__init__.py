"""The written account of a reasoning: findings, routes, changes, open law, verdicts. Pure transcription."""
