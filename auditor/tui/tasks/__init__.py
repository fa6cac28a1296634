"""What the Tasks screen asks of a session."""
