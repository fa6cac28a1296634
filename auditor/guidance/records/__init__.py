"""Data that mail, bookmarks and password lists are read with."""
