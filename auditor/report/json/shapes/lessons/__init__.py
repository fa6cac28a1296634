"""The shapes of what is taught about made pictures."""
