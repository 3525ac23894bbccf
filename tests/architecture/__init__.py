"""The rules of the house as tests that walk the program: what they forbid cannot be forgotten."""
