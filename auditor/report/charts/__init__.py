"""Charts: what they show as plain data, how they are drawn as lines of text, and in words."""
