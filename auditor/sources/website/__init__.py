"""Websites: one host, read like a visitor reads it."""
