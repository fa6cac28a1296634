"""Lessons on synthetic media, drawn exercises, and a measure of skill on a trainer's own pictures.

Nothing here tells a fake from a photo.
"""
