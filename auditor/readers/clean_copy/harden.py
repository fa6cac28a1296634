"""Makes a clean copy of one picture in the reader process.

Upright, in sRGB, without metadata, with places covered if asked.

A JPEG that needs no change of a pixel keeps the coefficients that it is made of. Where pixels
change, the copy is stored without loss (PNG, or WebP for WebP), so that outside of covered places
it is the picture; only a copy that is made smaller becomes a JPEG anew.
"""

from __future__ import annotations

import io
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt
from PIL import Image, PngImagePlugin

from auditor.domain.hardening import DATA_MINING, CleanCopy, Wishes
from auditor.domain.photos.file_contents import Further
from auditor.messages import _
from auditor.readers.clean_copy.colour import Extra, extra_of, to_srgb
from auditor.readers.clean_copy.cover import CoveredBoxes, cover, opaque, places, views
from auditor.readers.clean_copy.jpeg.rewrite import rewritten
from auditor.readers.clean_copy.proof.leftovers import leftovers
from auditor.readers.clean_copy.refusal import refusal
from auditor.readers.clean_copy.webp import encode_webp
from auditor.readers.further.read_further import find_further, tell_further
from auditor.readers.jobs import LONGEST_ANSWER, HardenJob, ProofJob
from auditor.readers.optional_parts import MissingPartError
from auditor.readers.picture.header import Header, read_header
from auditor.readers.picture.pixels import Pixels, UnreadableError, picture
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


@dataclass(frozen=True, slots=True)
class _Made:
    """The picture as it is to be: upright RGB, its transparency, whether it was made smaller."""

    image: Image.Image
    alpha: Image.Image | None
    smaller: bool


def harden(data: bytes, job: HardenJob) -> tuple[CleanCopy | None, str]:
    """Return a clean copy that was read again, or nothing and the reason.

    Raises MemoryError and what libraries let through.
    """
    header = read_header(data)
    reason = refusal(data, header)
    if header is None or reason:
        return None, reason
    try:
        plain, turn = picture(data, header)
        extra = extra_of(data, header)
        where = _find_all_places(plain, turn, extra.alpha, job.wishes)
    except (UnreadableError, MissingPartError) as error:
        return None, str(error)
    left = ""
    for keep in (True, False):  # a compressed picture that is odd in itself is stored anew
        copy = _make_copy(data, header, plain, extra, turn, where, job, keep=keep)
        if copy is None:
            return None, _("the copy would be larger than 64 MB; make it smaller with --max-side")
        left = _word_leftovers(
            copy.data, notice=job.wishes.notice, signed=False, exiftool=job.exiftool
        )
        if not left:
            return replace(copy, left_out=_list_others(data, header)), ""
    return None, left


def _list_others(data: bytes, header: Header) -> tuple[Further, ...]:
    """Return what else the file holds; a copy has none of it."""
    others, _unread = tell_further(find_further(data, header.format), None, vision=False)
    return others


def prove(data: bytes, job: ProofJob) -> str:
    """Return why a signed clean copy is not one, empty if it is."""
    return _word_leftovers(data, notice=job.notice, signed=True, exiftool=job.exiftool)


def _word_leftovers(data: bytes, *, notice: bool, signed: bool, exiftool: bool) -> str:
    left = leftovers(data, NOTICE if notice else b"", signed=signed, exiftool=exiftool)
    return (
        _("the copy still held {what}, so it was not kept").format(what=", ".join(left))
        if left
        else ""
    )


def _find_all_places(
    plain: Image.Image, turn: int, alpha: npt.NDArray[np.uint8] | None, wishes: Wishes
) -> CoveredBoxes:
    """Return all places to cover.

    It is looked again at the covered picture, since readers stop at so many. Raises
    MissingPartError.

    Where parts are transparent it is looked at as it is, on white and on black: words may be drawn
    by transparency alone.
    """
    where = CoveredBoxes()
    for _round in range(_ROUNDS):
        before = where
        for rgb in views(
            cover(np.asarray(plain), before), None if alpha is None else opaque(alpha, before)
        ):
            more = places(Pixels(rgb, plain, turn), wishes).outside(where)
            where = CoveredBoxes(where.faces + more.faces, where.text + more.text)
        if where == before:
            break
    return where


def _make_copy(
    data: bytes,
    header: Header,
    plain: Image.Image,
    extra: Extra,
    turn: int,
    where: CoveredBoxes,
    job: HardenJob,
    *,
    keep: bool,
) -> CleanCopy | None:
    packet = NOTICE if job.wishes.notice else b""
    changed = to_srgb(plain, extra)
    small_enough = not job.wishes.max_side or max(plain.size) <= job.wishes.max_side
    same = changed is None and small_enough and turn == _UPRIGHT and not (where.faces or where.text)
    if keep and same and header.format == "JPEG":
        kept = _keep_compressed(data, plain, packet)
        if kept is not None:
            return CleanCopy(kept, "jpg", plain.width, plain.height)
    made = _make_picture(changed or plain, extra.alpha, turn, where, job.wishes.max_side)
    encoded, ending = _encode(made, header.format, packet)
    if len(encoded) > _LARGEST:
        return None
    width, height = made.image.size
    return CleanCopy(
        encoded, ending, width, height, len(where.faces), len(where.text), exact=not made.smaller
    )


def _keep_compressed(data: bytes, plain: Image.Image, packet: bytes) -> bytes | None:
    """Return a JPEG of the same coefficients.

    None where there is none that shows exactly the same: damaged, of a rare kind, too large.
    """
    try:
        copy = rewritten(data, packet)
    except ValueError:
        return None
    return copy if len(copy) <= _LARGEST and _shows_same(copy, plain) else None


def _shows_same(copy: bytes, plain: Image.Image) -> bool:
    try:
        shown, _turn = picture(copy, Header("JPEG"))
    except UnreadableError:
        return False
    return shown.size == plain.size and bool(np.array_equal(np.asarray(shown), np.asarray(plain)))


def _make_picture(
    image: Image.Image,
    alpha: npt.NDArray[np.uint8] | None,
    turn: int,
    where: CoveredBoxes,
    max_side: int,
) -> _Made:
    rgb = np.asarray(image)
    if where.faces or where.text:
        rgb = cover(rgb, where)
        alpha = None if alpha is None else opaque(alpha, where)
    if alpha is not None:
        # what nobody sees may be what was meant to be removed
        rgb = np.where(alpha[..., None] == 0, np.uint8(0), rgb)
    layers = [Image.fromarray(rgb), *([] if alpha is None else [Image.fromarray(alpha)])]
    transposition = TURNS.get(turn)
    if transposition is not None:
        layers = [layer.transpose(transposition) for layer in layers]
    longest = max(layers[0].size)
    smaller = 0 < max_side < longest
    if smaller:
        size = (
            max(1, round(layers[0].width * max_side / longest)),
            max(1, round(layers[0].height * max_side / longest)),
        )
        layers = [layer.resize(size, Image.Resampling.LANCZOS) for layer in layers]
    return _Made(layers[0], layers[1] if len(layers) > 1 else None, smaller)


def _encode(made: _Made, format: str, packet: bytes) -> tuple[bytes, str]:  # noqa: A002 - the word of the design
    """Return the file and its ending. The image is made anew, so that it carries nothing along."""
    image = Image.fromarray(np.asarray(made.image))
    if made.alpha is not None:
        image.putalpha(made.alpha)
    out = io.BytesIO()
    if made.smaller and made.alpha is None and format not in _STAYS_LOSSLESS:
        image.save(out, "JPEG", quality=_JPEG_QUALITY, subsampling=0)
        return rewritten(out.getvalue(), packet), "jpg"
    if format == "WEBP":
        return encode_webp(image, packet), "webp"
    texts = PngImagePlugin.PngInfo()
    if packet:
        texts.add_itxt("XML:com.adobe.xmp", packet.decode("ascii"))
    image.save(out, "PNG", pnginfo=texts)
    return out.getvalue(), "png"
