"""Lines as wide as the terminal, and plain ones."""
