"""Makes a clean copy of one picture in the reader process.

Upright, in sRGB, without metadata, with places covered if asked.

A JPEG keeps the coefficients that it is made of, but for what is covered, and is never made pixels
for that. Where all pixels change (turned, other colours), and where it is none, the copy is stored
without loss (PNG, or WebP for a small WebP), so that outside of covered places it is the picture;
only a copy that is made smaller becomes a JPEG anew.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import numpy.typing as npt
from PIL import Image, PngImagePlugin

from auditor.dataclass import dataclass
from auditor.domain.hardening import DATA_MINING, CleanCopy, Wishes
from auditor.domain.photos.file_contents import Further
from auditor.messages import _
from auditor.readers.clean_copy.colour import changes_colours, extra_of, to_srgb
from auditor.readers.clean_copy.cover import CoveredBoxes, cover, opaque, places, views
from auditor.readers.clean_copy.covered_blocks import cover_blocks
from auditor.readers.clean_copy.edges import holds_more
from auditor.readers.clean_copy.jpeg.frame import BlockGrid, ColourForm, JpegFrame
from auditor.readers.clean_copy.jpeg.rewrite import rewrite, rewritten
from auditor.readers.clean_copy.jpeg.segments import with_packet
from auditor.readers.clean_copy.proof.leftovers import leftovers
from auditor.readers.clean_copy.refusal import refusal
from auditor.readers.clean_copy.webp import encode_webp
from auditor.readers.further.read_further import find_further, tell_further
from auditor.readers.jobs import LONGEST_ANSWER, HardenJob, ProofJob
from auditor.readers.optional_parts import MissingPartError
from auditor.readers.picture.header import Header, read_header
from auditor.readers.picture.pixels import (
    Pixels,
    UnreadableError,
    array_of,
    look,
    make_middle,
    picture,
)
from auditor.readers.picture.thumbnail import TURNS

__all__ = ["NOTICE", "harden", "prove"]

NOTICE = (
    b'<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF '
    b'xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">'
    b'<rdf:Description rdf:about="" xmlns:plus="http://ns.useplus.org/ldf/xmp/1.0/">'
    b"<plus:DataMining>http://ns.useplus.org/ldf/vocab/DMI-"
    + DATA_MINING.encode()
    + b"</plus:DataMining>"
    b"</rdf:Description></rdf:RDF></x:xmpmeta>"
)
"""IPTC Photo Metadata Standard 2023.1, "Data Mining"; a closed vocabulary of the PLUS Coalition."""

_JPEG_QUALITY = 92
_LARGEST = LONGEST_ANSWER - 64 * 1024
_STAYS_LOSSLESS = frozenset({"PNG", "GIF", "BMP"})
"""Formats of drawings and screenshots: made smaller, they stay without loss, as JPEG would smear
their words."""
_UPRIGHT = 1
_ROUNDS = 3
_MOST_IN_WEBP = 4_000_000
"""Pixels. libwebp takes some 40 bytes for each, and writes larger photos no smaller than PNG."""
_LEVEL, _QUICK_LEVEL, _QUICK_FROM = 6, 3, 4_000_000
"""Of zlib, and pixels from which the quicker is taken: photos are a tenth larger by it, or none, in
a third of the time. Drawings and screenshots, which lose more, are mostly smaller."""
_LOSSY = "lossy"
_BAND = 256  # rows compared at a time
_UNSEEN = [255, *[0] * 255]
_NONE = Image.new("RGB", (1, 1))
"""In the place of a small picture that nobody looks at."""


@dataclass(frozen=True, slots=True)
class _Wanted:
    """What a copy is to show.

    The stored picture in sRGB (height x width x 3), its transparency, the turn that makes it
    upright, what is to be covered.
    """

    rgb: npt.NDArray[np.uint8]
    alpha: npt.NDArray[np.uint8] | None
    turn: int
    where: CoveredBoxes


class _AnotherError(Exception):
    """A JPEG of the same coefficients would show more, or colours that are not covered in it."""


def harden(data: bytes, job: HardenJob) -> tuple[CleanCopy | None, str]:
    """Return a clean copy that was read again, or nothing and the reason.

    Raises MemoryError and what libraries let through.
    """
    header = read_header(data)
    reason = refusal(data, header)
    if header is None or reason:
        return None, reason
    try:
        looks = job.wishes.faces or job.wishes.text
        wanted = _want(data, header, job.wishes) if looks else None
        copy = _keep_compressed(data, header, job, wanted) if header.format == "JPEG" else None
        if copy is not None:
            return replace(copy, left_out=_list_others(data, header)), ""
        wanted = wanted or _want(data, header, job.wishes)
    except (UnreadableError, MissingPartError) as error:
        return None, str(error)
    copy = _make_copy(header, wanted, job)
    if copy is None:
        return None, _("the copy would be larger than 64 MB; make it smaller with --max-side")
    left = _word_leftovers(copy.data, notice=job.wishes.notice, signed=False, exiftool=job.exiftool)
    return (None, left) if left else (replace(copy, left_out=_list_others(data, header)), "")


def _want(data: bytes, header: Header, wishes: Wishes) -> _Wanted:
    """Decode the picture and look for what is to be covered.

    Raises UnreadableError, MissingPartError.
    """
    plain, turn = picture(data, header)
    extra = extra_of(data, header)
    changed = to_srgb(plain, extra)
    rgb, where = array_of(plain), CoveredBoxes()
    looks = wishes.faces or wishes.text
    middle = make_middle(plain, rgb) if looks else None
    del plain  # 48 MB at 12 MP, beside what the look for words takes
    if looks:
        where = _find_all_places(rgb, middle, turn, extra.alpha, wishes)
    return _Wanted(rgb if changed is None else array_of(changed), extra.alpha, turn, where)


def _list_others(data: bytes, header: Header) -> tuple[Further, ...]:
    """Return what else the file holds; a copy has none of it."""
    others, _unread = tell_further(find_further(data, header.format), None, vision=False)
    return others


def prove(data: bytes, job: ProofJob) -> str:
    """Return why a signed clean copy is not one, empty if it is."""
    return _word_leftovers(data, notice=job.notice, signed=True, exiftool=job.exiftool)


def _word_leftovers(
    data: bytes, *, notice: bool, signed: bool, exiftool: bool, proven: bytes = b""
) -> str:
    left = leftovers(
        data, NOTICE if notice else b"", signed=signed, exiftool=exiftool, proven=proven
    )
    return (
        _("the copy still held {what}, so it was not kept").format(what=", ".join(left))
        if left
        else ""
    )


def _find_all_places(
    whole: npt.NDArray[np.uint8],
    middle: Image.Image | None,
    turn: int,
    alpha: npt.NDArray[np.uint8] | None,
    wishes: Wishes,
) -> CoveredBoxes:
    """Return all places to cover; `middle` is what `make_middle` gives of `whole`.

    It is looked again at the covered picture, since readers stop at so many and what stood round a
    word decided with it: for faces where some were found, for words round what was covered last,
    as all else is as it was. Raises MissingPartError.

    Where parts are transparent it is looked at as it is, on white and on black: words may be drawn
    by transparency alone.
    """
    where, near = CoveredBoxes(), None
    for _round in range(_ROUNDS):
        before = where
        for rgb in views(cover(whole, before), None if alpha is None else opaque(alpha, before)):
            pixels = Pixels(rgb, _NONE, turn, middle if rgb is whole else None)
            more = places(pixels, wishes, near).outside(where)
            where = CoveredBoxes(where.faces + more.faces, where.text + more.text)
        faces, text = where.faces[len(before.faces) :], where.text[len(before.text) :]
        if not (faces or text):
            break
        near = (*faces, *text)
        wishes = replace(wishes, faces=bool(faces))
    return where


def _make_copy(header: Header, wanted: _Wanted, job: HardenJob) -> CleanCopy | None:
    """Return a copy made from pixels, None where it would be too large."""
    packet = NOTICE if job.wishes.notice else b""
    where, max_side = wanted.where, job.wishes.max_side
    smaller = 0 < max_side < max(wanted.rgb.shape[:2])
    made = _make_picture(wanted, max_side if smaller else 0)
    lossy = smaller and made.mode == "RGB" and header.format not in _STAYS_LOSSLESS
    encoded, ending = _encode(made, _LOSSY if lossy else header.format, packet)
    if len(encoded) > _LARGEST:
        return None
    return CleanCopy(
        encoded,
        ending,
        made.width,
        made.height,
        len(where.faces),
        len(where.text),
        exact=not smaller,
    )


def _keep_compressed(
    data: bytes, header: Header, job: HardenJob, wanted: _Wanted | None
) -> CleanCopy | None:
    """Return a JPEG of the same coefficients but for what is covered.

    None where the picture is to be another one, where there is none that shows exactly the same
    (damaged, of a rare kind, too large), where it would show more, and where anything else is left
    in it. Raises UnreadableError.
    """
    seen = look(data, header)
    smaller = 0 < job.wishes.max_side < max(seen.width, seen.height)
    if smaller or seen.turn != _UPRIGHT or changes_colours(seen.profile, seen.mode):
        return None
    where = wanted.where if wanted else CoveredBoxes()
    covers = bool(where.faces or where.text)

    def act(frame: JpegFrame, colour: ColourForm, blocks: Sequence[BlockGrid]) -> None:
        if holds_more(frame, blocks) or (covers and not colour.jfif):
            raise _AnotherError
        if wanted is not None and covers:
            cover_blocks(frame, blocks, wanted.rgb, where)

    try:
        copy = rewrite(data, act, slowly=not covers)
    except (ValueError, _AnotherError):
        return None
    if not copy.read_back and not _shows_same(copy.data, data, header):
        return None
    packet = NOTICE if job.wishes.notice else b""
    whole = with_packet(copy.data, packet)
    if len(whole) > _LARGEST or _word_leftovers(
        whole,
        notice=job.wishes.notice,
        signed=False,
        exiftool=job.exiftool,
        proven=copy.data if copy.read_back else b"",
    ):
        return None
    return CleanCopy(whole, "jpg", seen.width, seen.height, len(where.faces), len(where.text))


def _shows_same(copy: bytes, data: bytes, header: Header) -> bool:
    """Whether a copy that was not read back is decoded to the same pixels.

    Raises UnreadableError where the original cannot be decoded.
    """
    plain, _turn = picture(data, header)
    try:
        shown, _turn = picture(copy, Header("JPEG"))
    except UnreadableError:
        return False
    if shown.size != plain.size:
        return False
    bands = (
        (0, top, plain.width, min(top + _BAND, plain.height))
        for top in range(0, plain.height, _BAND)
    )
    return all(
        np.array_equal(np.asarray(shown.crop(band)), np.asarray(plain.crop(band))) for band in bands
    )


def _make_picture(wanted: _Wanted, max_side: int) -> Image.Image:
    """Return the picture as it is to be: covered, upright, its longest side `max_side` (0: as is).

    RGB, or RGBA with nothing under what is transparent: what nobody sees may be what was meant to
    be removed.
    """
    where = wanted.where
    image = Image.fromarray(cover(wanted.rgb, where))
    alpha = None
    if wanted.alpha is not None:
        alpha = Image.fromarray(opaque(wanted.alpha, where))
        image = _blank(image, alpha)
    transposition = TURNS.get(wanted.turn)
    if transposition is not None:
        image = image.transpose(transposition)
        alpha = None if alpha is None else alpha.transpose(transposition)
    if max_side:
        share = max_side / max(image.size)
        size = max(1, round(image.width * share)), max(1, round(image.height * share))
        image = image.resize(size, Image.Resampling.LANCZOS)
        alpha = None if alpha is None else alpha.resize(size, Image.Resampling.LANCZOS)
    if alpha is not None:
        image = _blank(image, alpha)
        image.putalpha(alpha)
    return image


def _blank(image: Image.Image, alpha: Image.Image) -> Image.Image:
    """Return a copy with black where nothing is seen."""
    blanked = image.copy()
    blanked.paste((0, 0, 0), mask=alpha.point(_UNSEEN))
    return blanked


def _encode(image: Image.Image, format: str, packet: bytes) -> tuple[bytes, str]:  # noqa: A002 - the word of the design
    """Return the file and its ending. What Pillow knows of the original is forgotten first."""
    image.info.clear()
    out = io.BytesIO()
    if format == _LOSSY:
        image.save(out, "JPEG", quality=_JPEG_QUALITY, subsampling=0)
        return rewritten(out.getvalue(), packet), "jpg"
    if format == "WEBP" and image.width * image.height <= _MOST_IN_WEBP:
        return encode_webp(image, packet), "webp"
    texts = PngImagePlugin.PngInfo()
    if packet:
        texts.add_itxt("XML:com.adobe.xmp", packet.decode("ascii"))
    level = _QUICK_LEVEL if image.width * image.height > _QUICK_FROM else _LEVEL
    image.save(out, "PNG", pnginfo=texts, compress_level=level)
    return out.getvalue(), "png"
