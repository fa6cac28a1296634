"""What was found outside the person's accounts, by look-ups that they started."""
