"""Files whose picture is not looked at: films, and formats that are not decoded here.

What they say of themselves is read all the same.
"""

from __future__ import annotations

import hashlib
import os
import struct
from dataclasses import replace

from auditor.domain.photos.facts import Facts
from auditor.domain.photos.file_contents import Further, FurtherKind
from auditor.messages import _
from auditor.readers.add_parts import add_further, add_unread, metadata_of
from auditor.readers.film.film import Film
from auditor.readers.film.read_film import read_film
from auditor.readers.further.pieces import Piece, Walk
from auditor.readers.further.read_further import (
    find_further,
    further_of,
)
from auditor.readers.isobmff.boxes import FilePieces
from auditor.readers.jobs import Job
from auditor.readers.metadata.exiftool.program import ExiftoolError, installed, read_exiftool
from auditor.readers.metadata.found import RawMetadata, merge
from auditor.readers.metadata.unseen.read_unseen import read_unseen
from auditor.readers.vision import see_file, see_film

__all__ = ["read_film_at", "read_unseen_file"]

_LARGEST_HASHED = 512 * 1024 * 1024
_LARGEST_FOR_EXIFTOOL = 64 * 1024 * 1024


def read_unseen_file(data: bytes, facts: Facts, job: Job) -> Facts:
    """Return what a file says whose picture is not looked at.

    What is no picture or film at all is told by XMP and EXIF that stand in it, if any.
    """
    film = read_film(data)
    if film is not None:
        return see_file(_add_film(facts, film, job, data), data, job)
    if not data:
        return add_unread(facts, "header", _("empty file"))
    try:
        unseen = read_unseen(data)
    except (struct.error, IndexError, ValueError):
        unseen = None
    found = find_further(data, unseen.format if unseen else "")
    metadata, unread = metadata_of(data, job, found.beside)
    facts = replace(facts, metadata=metadata, unread=(*facts.unread, *unread))
    if unseen is None:
        facts = add_unread(facts, "header", _("not an image of a kind that is read here"))
        return add_further(facts, found, None, job)
    facts = replace(facts, format=unseen.format, width=unseen.width, height=unseen.height)
    facts = add_unread(
        facts,
        "pixels",
        _("pictures of this format are not looked at: only what stands beside them"),
    )
    return see_file(add_further(facts, found, None, job), data, job)


def read_film_at(facts: Facts, job: Job) -> Facts:
    """Return what the film at `job.path` says. Only its head is read, and where that points to.

    A film of more than 512 MiB gets no hash.
    """
    # a pipe in its place would be waited for
    handle = os.open(
        job.path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
    )
    with os.fdopen(handle, "rb") as file:
        pieces = FilePieces(file)
        size = len(pieces)
        facts = replace(facts, bytes=size)
        film = read_film(pieces)
        if film is None:
            return add_unread(facts, "header", _("not an image of a kind that is read here"))
        data = pieces[:size] if job.exiftool and size <= _LARGEST_FOR_EXIFTOOL else b""
        facts = _add_film(facts, film, job, data)
        if size <= _LARGEST_HASHED:
            file.seek(0)
            facts = replace(facts, sha256=hashlib.file_digest(file, "sha256").hexdigest())
        return see_film(facts, file, film.xmp, job)


def _add_film(facts: Facts, film: Film, job: Job, data: bytes) -> Facts:
    walk = Walk()
    for cover in film.covers:
        kind = FurtherKind.THUMBNAIL if cover.thumbnail else FurtherKind.PICTURE
        walk.add(Piece(kind, cover.where, cover.data, 0, len(cover.data)))
    found = further_of(walk)
    parts = [*film.parts, *_ask_exiftool(data, job), *found.beside]
    facts = replace(
        facts,
        format=film.container,
        width=film.width,
        height=film.height,
        metadata=merge(parts, job.file_name),
        unread=(*facts.unread, *film.gaps),
    )
    if not film.known:
        told = next((gap.reason for gap in film.gaps), "")
        reason = told or _("the part that names its tracks is not there: nothing can be told")
    elif film.pictures is False:
        reason = _("there is no picture in it, and its sound is not listened to")
    else:
        reason = _("the pictures of a film are not looked at: only what it says of itself")
    facts = add_further(add_unread(facts, "pixels", reason), found, None, job)
    return replace(facts, further=(*_tell_tracks(film), *facts.further))


def _tell_tracks(film: Film) -> tuple[Further, ...]:
    """Tell the tracks beside the pictures that the film is of: sound, and pictures from beside."""
    first = film.picture
    return tuple(
        Further(
            track.kind,
            track.format,
            track.width,
            track.height,
            track.bytes,
            f"track {number}",
            sound=True if track.kind is FurtherKind.AUDIO else None,
        )
        for number, track in enumerate(film.tracks, 1)
        if track is not first
    )


def _ask_exiftool(data: bytes, job: Job) -> list[RawMetadata]:
    program = installed() if job.exiftool and data else None
    if program is None:
        return []
    try:
        return [read_exiftool(data, program)]
    except ExiftoolError:
        return []
