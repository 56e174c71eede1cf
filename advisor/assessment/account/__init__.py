"""Verdicts and criteria written with their reasons, from what a reasoning proved."""
