"""The person's own records, read in a process that is gone when it has told what it found."""
