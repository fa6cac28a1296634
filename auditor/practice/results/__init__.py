"""What a class learned on the range, told without anybody of it."""
