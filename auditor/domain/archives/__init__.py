"""Archives that platforms hand out, and what this program can read at all."""
