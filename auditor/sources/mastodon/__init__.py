"""Mastodon and servers that speak its interface.

Posts with media, avatar and header, without a log-in.
"""
