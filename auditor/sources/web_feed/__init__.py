"""Feeds (RSS, Atom, JSON Feed): the pictures that a feed attaches or shows."""
