"""Pixelfed (any server): an actor of ActivityPub, and the newest posts of its feed."""
