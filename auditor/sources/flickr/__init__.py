"""Flickr, with the person's own key: the portrait, and what the photostream shows to anybody."""
