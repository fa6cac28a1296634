"""WordPress: the media library and the authors that its REST interface shows to everybody."""
