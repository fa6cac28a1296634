"""Charts of the command line."""
