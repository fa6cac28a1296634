"""Faces in a picture: counted and measured, never identified."""

from __future__ import annotations

from auditor.domain.seen import Face
from auditor.readers.missing import vision_missing
from auditor.readers.pixels import Pixels

__all__ = ["read_faces"]


def read_faces(pixels: Pixels) -> tuple[Face, ...]:
    """Return the faces, the largest first. Raises MissingPartError."""
    del pixels
    raise vision_missing()
