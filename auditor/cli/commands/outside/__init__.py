"""Look-ups outside the person's accounts, each started by them."""
