"""Taking in what a platform handed out to the person."""
