"""A personal digital-footprint auditor.

What the public can take from your photos, and what to change first.
"""

__version__ = "0.1.0"
