"""Words and addresses: cleaning, folding, cutting into tokens, and telling what is the same."""
