"""Who is told of an item, what the alert says, and what becomes of its delivery."""
