"""How the command line is taken apart: which commands there are, without importing them."""
