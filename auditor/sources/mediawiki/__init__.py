"""MediaWiki (Wikimedia Commons and others): the files that a user uploaded.

With the metadata the wiki publishes of them.
"""

from __future__ import annotations

from auditor.sources.mediawiki.source import MediaWiki

__all__ = ["MediaWiki"]
