"""Tumblr: the blog's portrait and the pictures of its own posts."""
