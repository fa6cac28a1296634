"""Forms of captures, one a file: each looks at a file or folder and says whether it is that."""
