"""What several platforms have in common in how they list pictures."""
