"""Mirrors src/xueer: tests/<stage>/test_<file>.py. tests/architecture holds the rules of the house."""
