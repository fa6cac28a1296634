"""AT Protocol (Bluesky and others): the repository of an account on its own server.

And what the AppView shows of it.
"""
