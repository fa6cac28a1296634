"""Reading files without keeping what must not be kept: one piece of memory, wiped at the end."""
