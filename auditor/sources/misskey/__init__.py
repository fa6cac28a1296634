"""Misskey and what came of it (any server): portraits, notes with files, gallery posts."""
