"""What each platform hands out, one file a format. They do not know each other."""
