"""ActivityPub as the sources of several platforms read it: actors, and what they posted."""
