"""Turns shots into files: draws when asked, edits and writes metadata.

It does to uploads what each platform does to them.
"""

from __future__ import annotations

import base64
import hashlib
import io
import threading
from collections import OrderedDict
from collections.abc import Callable
from functools import partial

from PIL import Image, ImageOps

from auditor.practice.catalogue import Catalogue, Shot, edited_size
from auditor.practice.drawing.light import light_at
from auditor.practice.drawing.scenes import draw
from auditor.practice.metadata import exif

_DRAWN_BYTES = 192 * 1024 * 1024
_PUT_UP_BYTES = 16 * 1024 * 1024
"""Bytes of what is made of uploads: nobody's pushes out what was drawn for all."""
_AT_ONCE = 2
"""Pictures that are drawn at a time: each takes some 100 MB while it is."""
# what Mastodon scales larger uploads down to (docs.joinmastodon.org/user/posting)
_MAX_PIXELS = 3840 * 2160
_SNOW_LINE = 45.0  # degrees north: our southern places, all near the sea, see no snow
MIME = {"JPEG": "image/jpeg", "PNG": "image/png", "WEBP": "image/webp"}


class PhotoFiles:
    """Makes files on request and keeps the latest of them; the same seed gives the same bytes."""

    def __init__(self, catalogue: Catalogue) -> None:
        self.catalogue = catalogue
        self._drawn, self._put_up = _Shelf(_DRAWN_BYTES), _Shelf(_PUT_UP_BYTES)
        self._lock = threading.Lock()
        self._turns = threading.Semaphore(_AT_ONCE)
        self._making: dict[tuple[object, ...], threading.Lock] = {}

    def upload(self, shot: Shot, edit: str = "") -> bytes:
        """Return the file as its owner uploaded it."""
        if shot.uploaded is not None:
            return shot.uploaded.data
        return self._once(
            (shot.person.key, shot.number, edit), partial(self._make_upload, shot, edit)
        )

    def resized(self, shot: Shot, edit: str, longest: int, form: str = "JPEG") -> bytes:
        """Return what a platform makes of an upload: at most `longest` px a side, metadata gone."""
        return self._once(
            (shot.person.key, shot.number, shot.digest, edit, longest, form),
            partial(self._make_smaller, shot, edit, longest, form),
            self._put_up if shot.uploaded is not None else self._drawn,
        )

    def clean_copy(self, shot: Shot, edit: str, longest: int | None) -> bytes:
        """Return a JPEG of an upload without anything but the picture.

        It is turned as its metadata say, and at most `longest` px a side.
        """
        with Image.open(io.BytesIO(self.upload(shot, edit))) as source:
            picture = ImageOps.exif_transpose(source).convert("RGB")
        if longest is not None:
            picture.thumbnail((longest, longest), Image.Resampling.LANCZOS)
        out = io.BytesIO()
        picture.save(out, "JPEG", quality=90)
        return out.getvalue()

    def stripped(self, shot: Shot, edit: str) -> bytes:
        """Return what Mastodon stores: metadata gone, at most 8.3 megapixels, the format kept."""
        form = "JPEG" if edit else shot.format
        width, height = edited_size(shot.size, edit)
        share = min(1.0, (_MAX_PIXELS / (width * height)) ** 0.5)
        return self.resized(shot, edit, round(max(width, height) * share), form)

    def cid(self, shot: Shot, edit: str) -> str:
        """Return the CIDv1 (raw, sha2-256, base32) of an upload.

        The AT Protocol calls a blob by it.
        """
        digest = hashlib.sha256(self.upload(shot, edit)).digest()
        return "b" + base64.b32encode(b"\x01\x55\x12\x20" + digest).decode().lower().rstrip("=")

    def _make_upload(self, shot: Shot, edit: str) -> bytes:
        with self._turns:
            return self._draw(shot, edit)

    def _draw(self, shot: Shot, edit: str) -> bytes:
        light = light_at(shot.taken, mild=shot.place.latitude < _SNOW_LINE)
        rng = self.catalogue.random(shot, 1)
        whole = draw(shot.entry.scene, light, shot.person, rng, shot.size, shot.entry.says)
        picture = _edit(whole, edit)
        # a smaller copy keeps what the file says
        kept = "-".join(part for part in edit.split("-") if not part.isdigit())
        block = (
            b""
            if "clean" in edit.split("-")
            else exif(shot, kept, self.catalogue.random(shot, 2), whole)
        )
        out = io.BytesIO()
        form = "JPEG" if edit else shot.format
        options: dict[str, object] = {"exif": block} if block else {}
        if form == "PNG":
            picture.save(out, form, compress_level=1, **options)
        else:
            picture.save(out, form, quality=80 if edit else 86, **options)
        return out.getvalue()

    def _make_smaller(self, shot: Shot, edit: str, longest: int, form: str) -> bytes:
        with Image.open(io.BytesIO(self.upload(shot, edit))) as source:
            source.draft("RGB", (longest, longest))
            # the real platforms turn it as its metadata say before they drop them
            picture = ImageOps.exif_transpose(source).convert("RGB")
        picture.thumbnail((longest, longest), Image.Resampling.BICUBIC)
        out = io.BytesIO()
        picture.save(out, form, **({"compress_level": 1} if form == "PNG" else {"quality": 84}))
        return out.getvalue()

    def _once(
        self, key: tuple[object, ...], make: Callable[[], bytes], shelf: _Shelf | None = None
    ) -> bytes:
        """Return the kept file, or make it in one thread while the others wait."""
        shelf = shelf or self._drawn
        with self._lock:
            kept = shelf.take(key)
            if kept is not None:
                return kept
            turn = self._making.setdefault(key, threading.Lock())
        with turn:
            with self._lock:
                kept = shelf.take(key)
            if kept is None:
                kept = make()
                with self._lock:
                    self._making.pop(key, None)
                    shelf.put(key, kept)
        return kept


class _Shelf:
    """Files by what they are made of; the oldest go where they are more than `most` bytes."""

    def __init__(self, most: int) -> None:
        self._most, self._weight = most, 0
        self._files: OrderedDict[tuple[object, ...], bytes] = OrderedDict()

    def take(self, key: tuple[object, ...]) -> bytes | None:
        """Return a file and keep it longer; None where it is not here."""
        found = self._files.get(key)
        if found is not None:
            self._files.move_to_end(key)
        return found

    def put(self, key: tuple[object, ...], made: bytes) -> None:
        """Keep a file."""
        self._files[key] = made
        self._weight += len(made)
        while self._weight > self._most and self._files:
            _old, dropped = self._files.popitem(last=False)
            self._weight -= len(dropped)


def _edit(picture: Image.Image, edit: str) -> Image.Image:
    for part in edit.split("-"):
        picture = _edit_once(picture, part)
    return picture


def _edit_once(picture: Image.Image, edit: str) -> Image.Image:
    match edit:
        case number if number.isdigit() and edited_size(picture.size, number) != picture.size:
            return picture.resize(edited_size(picture.size, number), Image.Resampling.LANCZOS)
        case "smaller":
            return picture.resize(edited_size(picture.size, edit), Image.Resampling.LANCZOS)
        case "mirrored":
            return ImageOps.mirror(picture)
        case "cropped":
            width, height = edited_size(picture.size, edit)
            left, top = round((picture.width - width) * 0.6), round((picture.height - height) * 0.4)
            return picture.crop((left, top, left + width, top + height))
        case _:
            return picture
