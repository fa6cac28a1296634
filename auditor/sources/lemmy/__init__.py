"""Lemmy (any server): portraits, and the pictures of one's own posts and comments."""
