"""Searching training sets: a process of its own reads their files."""
