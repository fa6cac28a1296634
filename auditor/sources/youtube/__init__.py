"""YouTube: portrait, banner and links of a channel, as its page shows them to anybody."""
