"""Coefficients of a JPEG read and written by the libjpeg that Pillow brings along."""
