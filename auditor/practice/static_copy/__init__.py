"""A copy of a story's pages that opens from a stick: files with links between them, no server."""
