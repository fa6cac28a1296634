"""How far a photo was looked at: all of its file, or only its first bytes so far."""

from __future__ import annotations

from auditor.domain.photos.facts import Facts, Unread
from auditor.messages import N_, _

_FIRST_BYTES = "first-bytes"
"""Names the reader where a scan has read no more of a file than its beginning."""
_READERS = ("pixels", "metadata", "further", "faces", "text", "barcodes", "provenance")
_REASON = N_("only the first bytes of the file were read so far")


def first_bytes_only() -> tuple[Unread, ...]:
    """Return what is said with facts that rest on the first bytes of a file alone.

    No reader has done its part, not even that of metadata: they may stand at the end of a file.
    """
    return tuple(Unread(reader, _(_REASON)) for reader in (_FIRST_BYTES, *_READERS))


def of_first_bytes(facts: Facts) -> bool:
    """Whether facts rest on the first bytes of a file alone: what they lack says nothing."""
    return any(unread.reader == _FIRST_BYTES for unread in facts.unread)


def of_whole_file(facts: Facts | None) -> Facts | None:
    """Return facts that a picture can be told by, None where only first bytes were read."""
    return None if facts is None or of_first_bytes(facts) else facts
