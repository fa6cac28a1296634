"""Telegram: what a public channel shows in a browser, and the portrait of a public name."""
