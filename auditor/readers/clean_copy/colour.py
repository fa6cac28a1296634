"""Colours without a profile: a picture that carries one is brought to sRGB.

That is what a picture without one is taken for.
"""

from __future__ import annotations

import io
import warnings

import numpy as np
import numpy.typing as npt
from PIL import Image, ImageCms

from auditor.readers.picture.header import Header
from auditor.readers.picture.pixels import open_bytes

__all__ = ["Extra", "changes_colours", "extra_of", "to_srgb"]

_STEPS = 17
_SAME = 1
"""Grey levels between a profile and sRGB that nobody sees: such a picture is left as it is."""

_SPACES = {"RGB": "RGB", "GRAY": "L", "CMYK": "CMYK"}
_TRANSPARENT = frozenset({"RGBA", "LA", "PA", "RGBa", "La"})


class Extra:
    """What a file says beside its RGB.

    `profile` (ICC, empty for none), `alpha` (None: opaque), `inks` of a CMYK picture with a
    profile.
    """

    def __init__(
        self, profile: bytes, alpha: npt.NDArray[np.uint8] | None, inks: Image.Image | None
    ) -> None:
        self.profile = profile
        self.alpha = alpha
        self.inks = inks


def extra_of(data: bytes, header: Header) -> Extra:
    """Return what `picture` leaves out.

    Call it after `picture`, which refuses what must not be decoded; raises what Pillow raises.
    """
    with (
        warnings.catch_warnings(action="ignore"),  # of odd metadata
        Image.open(open_bytes(data, header), formats=[header.format]) as image,
    ):
        profile = image.info.get("icc_profile")
        profile = profile if isinstance(profile, bytes) else b""
        alpha = None
        if image.mode in _TRANSPARENT or (
            image.mode in {"P", "L", "RGB", "1"} and "transparency" in image.info
        ):
            found = np.asarray(image.convert("RGBA").getchannel("A"))
            alpha = None if bool((found == 255).all()) else found  # noqa: PLR2004 - opaque
        inks = image.copy() if image.mode == "CMYK" and profile else None
        return Extra(profile, alpha, inks)


def to_srgb(plain: Image.Image, extra: Extra) -> Image.Image | None:
    """Return the picture in sRGB, None if it is that already.

    A profile that cannot be used is left out, as viewers do.
    """
    transform = _change(extra.profile, inks=extra.inks is not None)
    if transform is None:
        return None
    mode = "RGB" if extra.inks is not None else str(transform.input_mode)
    try:
        return ImageCms.applyTransform(extra.inks or plain.convert(mode), transform)
    except (ImageCms.PyCMSError, OSError, ValueError, TypeError):
        return None


def changes_colours(profile: bytes, mode: str) -> bool:
    """Whether a JPEG of this mode with this profile would have other colours in sRGB."""
    return _change(profile, inks=mode == "CMYK") is not None


def _change(profile: bytes, *, inks: bool) -> ImageCms.ImageCmsTransform | None:
    """Return what brings colours to sRGB, None where they are that, or where it cannot be used."""
    if not profile:
        return None
    try:
        known = ImageCms.ImageCmsProfile(io.BytesIO(profile))
        mode = _SPACES.get(str(known.profile.xcolor_space).strip())
        if mode is None or (mode == "CMYK") != inks:
            return None
        transform = ImageCms.buildTransform(
            known,
            ImageCms.createProfile("sRGB"),
            mode,
            "RGB",
            ImageCms.Intent.RELATIVE_COLORIMETRIC,
            ImageCms.Flags.BLACKPOINTCOMPENSATION,
        )
        return None if mode != "CMYK" and _is_srgb(transform, mode) else transform
    except (ImageCms.PyCMSError, OSError, ValueError, TypeError):
        return None


def _is_srgb(transform: ImageCms.ImageCmsTransform, mode: str) -> bool:
    steps = np.linspace(0, 255, _STEPS).round().astype(np.uint8)
    if mode == "L":
        grid = Image.fromarray(np.arange(256, dtype=np.uint8)[None])
    else:
        grid = Image.fromarray(
            np.stack(np.meshgrid(steps, steps, steps), axis=-1).reshape(_STEPS, -1, 3)
        )
    before = np.asarray(grid.convert("RGB")).astype(np.int16)
    after = np.asarray(ImageCms.applyTransform(grid, transform)).astype(np.int16)
    return bool(np.abs(before - after).max() <= _SAME)
