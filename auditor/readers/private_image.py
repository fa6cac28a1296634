"""What is done to an image that the user worries about, in the reader process.

It comes in by a pipe and never touches a disk.
"""

from __future__ import annotations

import io
from typing import assert_never

import msgspec
import numpy as np
from PIL import Image, ImageFilter

from auditor.domain.private import EditPlan
from auditor.hashing.private import edits, submission_plan
from auditor.hashing.private import packed as watching
from auditor.messages import _
from auditor.readers.jobs import PrivateAct, PrivateJob
from auditor.readers.picture.header import read_header
from auditor.readers.picture.pixels import Pixels, UnreadableError, decode
from auditor.readers.picture.thumbnail import thumbnail

__all__ = ["act_on"]

_BLURRED_SIDE = 24
"""Px a side before it is enlarged again: enough to know one's own picture by, too little for
anybody to see a body or a face."""
_SHOWN_SIDE = 240
_JPEG_QUALITY = 95  # moves a PDQ hash by 0 to 2 bits


def act_on(data: bytes, job: PrivateJob) -> tuple[bytes, str]:
    """Return what `job` asks for, or nothing and the reason. Raises what decoding lets through."""
    header = read_header(data)
    if header is None:
        return b"", _("empty file") if not data else _("not an image of a kind that is read here")
    try:
        pixels = decode(data, header)
    except UnreadableError as error:
        return b"", str(error)
    if job.act is PrivateAct.PLAN:
        return _plan_edits(pixels, job.count)
    return _do_act(pixels, job), ""


def _do_act(pixels: Pixels, job: PrivateJob) -> bytes:
    match job.act:
        case PrivateAct.VARIANTS:
            return watching.variants_of(np.asarray(pixels.small))
        case PrivateAct.CANDIDATE:
            return watching.candidate_of(np.asarray(pixels.small))
        case PrivateAct.EDIT:
            return _make_edited(pixels, job.edit)
        case PrivateAct.BLURRED:
            return _make_blurred(pixels)
        case PrivateAct.PLAN:
            message = "a plan is made elsewhere"
            raise AssertionError(message)
        case _:
            assert_never(job.act)


def _plan_edits(pixels: Pixels, count: int) -> tuple[bytes, str]:
    try:
        found = submission_plan.plan(np.asarray(pixels.small), count)
    except ValueError:
        return b"", _("so many edits cannot be planned")
    names = tuple(edit.name for edit in found.edits)
    made = tuple(msgspec.json.encode(edit).decode() for edit in found.edits)
    return msgspec.msgpack.encode(EditPlan(names, made, found.recall)), ""


def _make_edited(pixels: Pixels, edit: str) -> bytes:
    """Return a JPEG without metadata, not turned by EXIF.

    Services hash a picture as it is stored.
    """
    changed = edits.apply(msgspec.json.decode(edit, type=edits.ImageEdit), pixels.rgb)
    out = io.BytesIO()
    Image.fromarray(changed).save(out, "JPEG", quality=_JPEG_QUALITY, subsampling=0)
    return out.getvalue()


def _make_blurred(pixels: Pixels) -> bytes:
    """Return a WebP that is upright and so coarse that only its owner knows what it shows."""
    with Image.open(io.BytesIO(thumbnail(pixels.small, pixels.orientation))) as upright:
        plain = upright.convert("RGB")
    width, height = plain.size
    plain.thumbnail((_BLURRED_SIDE, _BLURRED_SIDE))
    scale = _SHOWN_SIDE / max(width, height, 1)
    shown = plain.resize(
        (max(1, round(width * scale)), max(1, round(height * scale))), Image.Resampling.BICUBIC
    )
    out = io.BytesIO()
    shown.filter(ImageFilter.GaussianBlur(_SHOWN_SIDE / _BLURRED_SIDE)).save(
        out, "WEBP", quality=60
    )
    return out.getvalue()
