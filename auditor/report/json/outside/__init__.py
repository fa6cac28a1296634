"""Documents of what was found outside the person's accounts, one kind a file."""
