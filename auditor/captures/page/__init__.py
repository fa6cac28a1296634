"""What a kept page shows: which pictures are the account's own, and what a log-in hid."""
