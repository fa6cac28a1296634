"""How to ask platforms for the archive of one's own account."""
