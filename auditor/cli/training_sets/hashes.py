"""Reading a list of hashes to look for."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from auditor.errors import UsageError
from auditor.messages import _

_MOST_HASHES = 100_000
"""Hashes of one search; each is 272 rows of the table that finds candidates."""


def digests(path: Path | None) -> Sequence[str]:
    """Return the hashes of a list. Raises UsageError where it has none or too many."""
    if path is None:
        return ()
    from auditor.domain.text.foreign_text import clean
    from auditor.hashing.match.match import to_hex
    from auditor.readers.hashes.lists import read_list

    digests = to_hex(read_list(path)[0])
    if not digests:
        raise UsageError(_("{file} holds no hash.").format(file=clean(str(path))))
    if len(digests) > _MOST_HASHES:
        raise UsageError(
            _("{file} holds more than {most} hashes.").format(
                file=clean(str(path)), most=f"{_MOST_HASHES:,}"
            )
        )
    return digests
