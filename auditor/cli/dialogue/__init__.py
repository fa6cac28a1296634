"""A dialogue line by line, by numbers: what `auditor --plain` opens instead of the terminal UI."""
