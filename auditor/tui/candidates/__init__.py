"""Screens of what may be an account of the person's own."""
