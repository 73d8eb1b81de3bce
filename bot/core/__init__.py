"""The decisions of Attribot: pure, without clock, randomness, await, logger or database."""
