"""Documents of look-ups outside the person's accounts."""
