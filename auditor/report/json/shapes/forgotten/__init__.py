"""Documents of accounts that may have been forgotten."""
