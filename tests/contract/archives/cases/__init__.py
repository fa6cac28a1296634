"""A module for each format in `auditor.archives.ALL`, called the same, with its `CASE`."""
