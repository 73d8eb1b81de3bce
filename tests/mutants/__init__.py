"""Seeded bugs: what the tests are worth is how many of these they find."""
