"""Lists of leaked passwords that were downloaded: one sorted file, or a folder of its ranges."""
