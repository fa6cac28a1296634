"""ExifTool, if the user installed it: as a program for each picture, or one process that stays."""
