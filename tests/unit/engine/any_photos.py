"""Invented photos of every kind, with few values for each part, so that many are alike in some."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import fields, replace
from datetime import timedelta
from typing import Any, TypeVar

from auditor.domain.findings.check import PhotoPart
from auditor.domain.photos.facts import Facts, Metadata, Pdq
from auditor.domain.photos.file_contents import Generation
from auditor.domain.photos.photo import Photo, PhotoKind, Rendition, Role
from auditor.domain.photos.picture_contents import Barcode, Box, TextFound, TextKind
from auditor.domain.photos.position import Position
from auditor.domain.views import StoredPhoto
from tests.unit.checks.cases import POSTED
from tests.unit.engine.public_worlds import ACCOUNTS, BOX, FACE, INSIDE, MORE, SITE, TELLING

_Given = TypeVar("_Given")
_NEUTRAL = "photo-1.jpg"
_SAID = (
    Metadata(),
    Metadata(gps=Position(52.5, 13.4)),
    Metadata(gps=Position(52.5, 13.4, sure=False), captured_at="2024-05-06T11:30:00+00:00"),
    Metadata(serial_numbers=("X1",), owner=("Mara",), gps_others=(Position(47.5, 19.0),)),
    Metadata(generation=Generation("ComfyUI"), captured_at="2024-05-06"),
    Metadata(description="Anna at the lake"),
    TELLING,
)
_DERIVED: dict[str, Any] = {"further": (replace(INSIDE, derived=True),)}
_NAMES = (None, _NEUTRAL, "IMG_20240506_113000.jpg", "passport.jpg", "lake.jpg")
_ALTS = (None, "", "A lake", "My daughter Anna Schmidt near Castle Park", "12 Elm Street")
_LICENCES = (None, "CC BY 4.0", "All rights reserved")
_SIDES = ((480, 640), (1200, 1600), (2000, 1500))
_FACES = ((), (300,), (130,), (130, 300), (90,))


def any_photo(rng: random.Random, name: str) -> StoredPhoto:
    """Return a photo of which each part is one of few."""

    def some(several: Sequence[_Given]) -> _Given:
        return rng.choice(several) if rng.random() < rng.choice((0.2, 0.8)) else several[0]

    owner = rng.choice(ACCOUNTS)
    photo = Photo(
        id=name,
        account=owner.id,
        platform=rng.choice(("mastodon", "wordpress", "mediawiki")),
        kind=some((PhotoKind.POST, PhotoKind.AVATAR)),
        page_url=SITE + name,
        media_url=f"{SITE}media/{name}",
        renditions=_renditions(rng, name),
        posted_at=some((None, POSTED, POSTED + timedelta(days=400))),
        alt=some(_ALTS),
        file_name=some(_NAMES),
        published=some((None, *_SAID)),
        licence=some(_LICENCES),
    )
    known: dict[str, Any] = dict(some((*MORE, _DERIVED)))
    known.pop("metadata", None)
    width, height = rng.choice(_SIDES)
    faces = tuple(
        replace(FACE, box=Box(0, 0, side, side), covered=some((None, True)))
        for side in some(_FACES)
    )
    facts = Facts(
        sha256=some(("", name)),
        bytes=1,
        width=width,
        height=height,
        pdq=some((None, Pdq("a5c3" * 16, 100), Pdq("a5c3" * 16, 9))),
        metadata=replace(some(_SAID), file_name=some(_NAMES)),
        faces=faces,
        barcodes=some(((), (Barcode("QR", TextKind.WIFI, "•", BOX),))),
        edition=some((99, 1)),
        **known,
    )
    if rng.random() < 0.2:
        ends = rng.choice(("", "2025-12-24", "2026-12-24"))
        text = TextFound(rng.choice([*TextKind]), "•••", 0.9, BOX, ends)
        facts = replace(facts, text=(text,))
    return StoredPhoto(photo, rng.choice((facts, facts, facts, facts, None)))


def nearly(rng: random.Random, stored: StoredPhoto, name: str) -> StoredPhoto:
    """Return a photo of which one thing may be another than of `stored`."""
    other = any_photo(rng, name)
    photo = replace(stored.photo, id=name)
    of_photo, of_facts = fields(Photo)[4:], fields(Facts)  # what names it stays
    field = rng.choice([None, *of_photo, *of_facts])
    if field in of_photo:
        photo = replace(photo, **{field.name: getattr(other.photo, field.name)})
    facts = stored.facts
    if field in of_facts and facts and other.facts:
        facts = replace(facts, **{field.name: getattr(other.facts, field.name)})
    return StoredPhoto(photo, facts)


def _renditions(rng: random.Random, name: str) -> tuple[Rendition, ...]:
    served = Rendition(f"{SITE}{name}", Role.SERVED, *rng.choice(((2000, 1500), (None, None))))
    small = Rendition(f"{SITE}small/{name}", Role.DISPLAYED, 400, 300)
    kept = Rendition(f"{SITE}{name}", Role.UPLOADED)
    return rng.choice(
        ((), (served,), (served, small), (served, replace(small, url=served.url)), (kept,))
    )


def without(stored: StoredPhoto, parts: frozenset[PhotoPart]) -> StoredPhoto:
    """Return a photo of which `parts` are empty; sizes never are."""
    photo, facts = stored.photo, stored.facts
    beside: dict[PhotoPart, dict[str, Any]] = {
        PhotoPart.NAME: {"file_name": _NEUTRAL},
        PhotoPart.BESIDE: {"published": None},
        PhotoPart.ALT: {"alt": ""},
        PhotoPart.LICENCE: {"licence": None},
    }
    changes: dict[str, Any] = {}
    for part in parts & beside.keys():
        changes |= beside[part]
    photo = replace(photo, **changes)
    if facts is None:
        return replace(stored, photo=photo)
    name = _NEUTRAL if PhotoPart.NAME in parts else facts.metadata.file_name
    said = Metadata() if PhotoPart.FILE in parts else facts.metadata
    measured: dict[PhotoPart, dict[str, Any]] = {
        PhotoPart.CREDENTIALS: {"provenance": None},
        PhotoPart.FURTHER: {"further": ()},
        PhotoPart.FACES: {"faces": ()},
        PhotoPart.WORDS: {"text": (), "barcodes": ()},
    }
    found: dict[str, Any] = {"metadata": replace(said, file_name=name)}
    for part in parts & measured.keys():
        found |= measured[part]
    return replace(stored, photo=photo, facts=replace(facts, **found))
