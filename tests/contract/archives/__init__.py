"""One suite over every format of an archive, on generated archives of each documented layout."""
