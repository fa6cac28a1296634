"""MediaWiki (Wikimedia Commons and others): the files that a user uploaded.

With the metadata the wiki publishes of them.
"""
