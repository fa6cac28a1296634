"""What several commands tell alike."""
