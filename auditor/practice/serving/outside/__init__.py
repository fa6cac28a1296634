"""Servers of the range that stand outside the accounts of its people."""
