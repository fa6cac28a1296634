"""Why there is no clean copy of a file: it is no picture, or none that can be shown here."""

from __future__ import annotations

import struct

from auditor.messages import _
from auditor.readers.metadata.unseen.raw import raw_name
from auditor.readers.metadata.unseen.read_unseen import read_unseen
from auditor.readers.picture.header import Header
from auditor.readers.picture.video_header import HEAD_BYTES, video_format

__all__ = ["refusal"]

_PDF = b"%PDF-"


def refusal(data: bytes, header: Header | None) -> str:
    """Return the reason in one line for a person, empty where a copy may be tried."""
    if header is not None:
        raw = raw_name(data) if header.format == "TIFF" else None
        return _not_read(raw) if raw is not None else ""
    if not data:
        return _("empty file")
    if video_format(data[:HEAD_BYTES]) is not None:
        return _("this is a film: clean copies are made of pictures only")
    if data.startswith(_PDF):
        return _not_read("PDF")
    try:
        unseen = read_unseen(data)
    except (struct.error, IndexError, ValueError):
        unseen = None
    return (
        _("not an image of a kind that is read here")
        if unseen is None
        else _not_read(unseen.format)
    )


def _not_read(kind: str) -> str:
    return _("pictures in {kind} are not opened here: save it as JPEG or PNG first").format(
        kind=kind
    )
