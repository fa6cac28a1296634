"""Sentences on accounts that may have been forgotten."""
