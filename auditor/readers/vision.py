"""What is to be seen in one picture: faces, text, barcodes, content credentials.

Each part that cannot run becomes a reason.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from typing import BinaryIO

from auditor.domain.photos.facts import Facts, Unread
from auditor.messages import _
from auditor.readers.jobs import Job
from auditor.readers.optional_parts import MissingPartError, vision_missing
from auditor.readers.picture.pixels import Pixels

__all__ = ["see", "see_file", "see_film"]

# A part adds what it found to the facts. It raises MissingPartError where its library is missing.
Part = Callable[[Facts, Pixels], Facts]


def see(facts: Facts, pixels: Pixels, data: bytes, job: Job) -> Facts:
    """Add everything that the picture shows and the file says.

    Never raises, except MemoryError before the first part.
    """
    facts = see_file(facts, data, job)
    for name, look in _LOOKS.items():
        facts = (
            _run_part(facts, name, partial(look, facts, pixels))
            if job.vision
            else _add_missing(facts, name, _("turned off in the settings"))
        )
    return facts


def see_file(facts: Facts, data: bytes, job: Job) -> Facts:
    """Add what the bytes say without being decoded: content credentials."""
    return _run_part(facts, "provenance", lambda: _add_provenance(facts, data, job))


def see_film(facts: Facts, file: BinaryIO, packets: Sequence[bytes], job: Job) -> Facts:
    """Add the content credentials of an open film; `packets` are its XMP."""
    return _run_part(
        facts, "provenance", lambda: _add_film_provenance(facts, file, packets, job.trust)
    )


def _run_part(facts: Facts, name: str, look: Callable[[], Facts]) -> Facts:
    try:
        return look()
    except MissingPartError as error:
        return _add_missing(facts, name, str(error))
    except ImportError as error:  # some libraries load parts of themselves only when they are used
        return _add_missing(facts, name, str(vision_missing(error)))
    except MemoryError:
        return _add_unread(facts, name, _("this picture needs more memory than a reader may use"))
    except Exception as error:  # noqa: BLE001 - what a library makes of a foreign picture must not cost the other readers theirs
        return _add_unread(
            facts, name, _("could not be read ({kind})").format(kind=type(error).__name__)
        )


def _add_unread(facts: Facts, name: str, reason: str) -> Facts:
    return replace(facts, unread=(*facts.unread, Unread(name, reason)))


def _add_missing(facts: Facts, name: str, reason: str) -> Facts:
    return replace(facts, unread=(*facts.unread, Unread(name, reason, missing=True)))


# The libraries are loaded at the first picture that is looked at, not before: a process that only
# hashes starts fast.


def _add_provenance(facts: Facts, data: bytes, job: Job) -> Facts:
    from auditor.readers.credentials.read_provenance import read_provenance

    return replace(facts, provenance=read_provenance(data, facts.format or "", job.trust))


def _add_film_provenance(
    facts: Facts, file: BinaryIO, packets: Sequence[bytes], trust: str
) -> Facts:
    from auditor.readers.credentials.read_provenance import read_film_provenance

    found = read_film_provenance(file, facts.format or "", trust, packets)
    return replace(facts, provenance=found)


def _add_faces(facts: Facts, pixels: Pixels) -> Facts:
    from auditor.readers.faces.read_faces import read_faces

    return replace(facts, faces=read_faces(pixels))


def _add_text(facts: Facts, pixels: Pixels) -> Facts:
    from auditor.readers.text.read_text import read_text

    return replace(facts, text=read_text(pixels))


def _add_barcodes(facts: Facts, pixels: Pixels) -> Facts:
    from auditor.readers.text.barcodes import read_barcodes

    return replace(facts, barcodes=read_barcodes(pixels))


_LOOKS: dict[str, Part] = {
    "faces": _add_faces,
    "text": _add_text,
    "barcodes": _add_barcodes,
}
