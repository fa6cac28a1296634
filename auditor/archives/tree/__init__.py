"""The files of an export, in whatever they came: zips, several parts, a folder."""
