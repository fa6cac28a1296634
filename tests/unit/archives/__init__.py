"""How each format of the archives is read."""
