"""Re-uploads as they are imagined.

Random chains of edits, and the hash that such a copy would have, without making the copy.

The mix, its ranges included, is an assumption (there is no public count of how re-uploads are
edited): one or two of crop, border, letterbox, mirror, tilt and caption bar, each equally likely.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
import numpy.typing as npt

from auditor.dataclass import dataclass
from auditor.hashing.pdq import windows
from auditor.hashing.pdq.reduced import Plane, Reduced
from auditor.hashing.private.edits import ImageEdit, inscribed

__all__ = ["SimulatedEdit", "coefficients_of", "reupload"]

_SIDE = 128  # two values for each of PDQ's 64 samples
# shares of a side
_CROP, _BORDER, _LETTERBOX, _CAPTION = (0.08, (0.01, 0.06), (0.02, 0.15), (0.02, 0.10))
_TILT = 3.0  # degrees either way
_UPRIGHT = 0.67  # share of letterboxes that have their bars above and below
_TEXT = 35  # grey values by which writing moves the shade of a caption bar
_WHOLE = (0.0, 1.0)
_WHITE = 255


@dataclass(frozen=True, slots=True)
class SimulatedEdit:
    """One edit; `covered` are shares of the height at top and bottom that are painted over.

    The paint is the edit's shade.
    """

    edit: ImageEdit
    covered: tuple[float, float] = (0.0, 0.0)


def reupload(rng: np.random.Generator, aspect: float) -> tuple[SimulatedEdit, ...]:
    """Draw one or two different edits of a picture of that `aspect` (width / height)."""
    steps: list[SimulatedEdit] = []
    for kind in rng.choice(len(_KINDS), int(rng.integers(1, 3)), replace=False).tolist():
        steps.append(_KINDS[kind](rng, aspect))
        aspect = _find_aspect_after(steps[-1].edit, aspect)
    return tuple(steps)


def coefficients_of(chains: Sequence[Sequence[SimulatedEdit]], picture: Reduced) -> Plane:
    """Return n x 16 x 16: what PDQ makes of the picture after each chain of edits.

    What scaling and saving change is left out.
    """
    luma = picture.luma
    found = np.empty((len(chains), 16, 16), np.float32)
    for index, chain in enumerate(chains):
        found[index] = windows.coefficients(
            _render(luma, picture.aspect, chain), [_WHOLE], [_WHOLE]
        )[0, 0]
    return found


def _render(luma: Plane, aspect: float, chain: Sequence[SimulatedEdit]) -> Plane:
    """Return 128 x 128 values of the edited picture.

    Each place is followed back through the edits, until one filled it.
    """
    aspects = [aspect]
    for step in chain:
        aspects.append(_find_aspect_after(step.edit, aspects[-1]))
    centres = (np.arange(_SIDE) + 0.5) / _SIDE
    x, y = np.repeat(centres[None, :], _SIDE, axis=0), np.repeat(centres[:, None], _SIDE, axis=1)
    fill = np.full((_SIDE, _SIDE), -1.0, np.float32)
    for step, before in zip(reversed(chain), reversed(aspects[:-1]), strict=True):
        _paint(fill, (y < step.covered[0]) | (y > 1 - step.covered[1]), step.edit.shade)
        places = step.edit.places(before)
        x, y = (places[row, 0] * x + places[row, 1] * y + places[row, 2] for row in (0, 1))
        _paint(fill, (x < 0) | (x > 1) | (y < 0) | (y > 1), step.edit.shade)
    result: Plane = np.where(fill < 0, _blend_values(luma, x, y), fill)
    return result


def _paint(fill: Plane, where: npt.NDArray[np.bool_], shade: int) -> None:
    fill[where & (fill < 0)] = shade


def _blend_values(luma: Plane, x: npt.NDArray[np.float64], y: npt.NDArray[np.float64]) -> Plane:
    """Return the values at places (x, y) in shares of a side, mixed from four neighbours."""
    last = len(luma) - 1
    across, down = np.clip(x * len(luma) - 0.5, 0, last), np.clip(y * len(luma) - 0.5, 0, last)
    left, top = (
        np.minimum(across.astype(np.intp), last - 1),
        np.minimum(down.astype(np.intp), last - 1),
    )
    over, below = (across - left).astype(np.float32), (down - top).astype(np.float32)
    upper = luma[top, left] * (1 - over) + luma[top, left + 1] * over
    lower = luma[top + 1, left] * (1 - over) + luma[top + 1, left + 1] * over
    mixed: Plane = upper * (1 - below) + lower * below
    return mixed


def _find_aspect_after(edit: ImageEdit, aspect: float) -> float:
    return aspect * (1 - edit.left - edit.right) / (1 - edit.top - edit.bottom)


def _crop(rng: np.random.Generator, _aspect: float) -> SimulatedEdit:
    left, top, right, bottom = rng.uniform(0, _CROP, 4).tolist()
    return SimulatedEdit(ImageEdit(left, top, right, bottom))


def _border(rng: np.random.Generator, aspect: float) -> SimulatedEdit:
    width = float(rng.uniform(*_BORDER)) * min(aspect, 1.0)
    return SimulatedEdit(
        ImageEdit(
            -width / aspect,
            -width,
            -width / aspect,
            -width,
            shade=int(rng.choice((0, _WHITE, int(rng.integers(256))))),
        )
    )


def _letterbox(rng: np.random.Generator, _aspect: float) -> SimulatedEdit:
    bar, shade = -float(rng.uniform(*_LETTERBOX)), int(rng.choice((0, 0, _WHITE)))
    return SimulatedEdit(
        ImageEdit(top=bar, bottom=bar, shade=shade)
        if rng.random() < _UPRIGHT
        else ImageEdit(left=bar, right=bar, shade=shade)
    )


def _mirror(_rng: np.random.Generator, _aspect: float) -> SimulatedEdit:
    return SimulatedEdit(ImageEdit(mirror=True))


def _tilt(rng: np.random.Generator, aspect: float) -> SimulatedEdit:
    """Half of the tilts keep the frame and get corners, half are cut to what has none."""
    tilt, shade = float(rng.uniform(-_TILT, _TILT)), int(rng.choice((0, _WHITE)))
    across, down = inscribed(tilt, aspect) if rng.random() < 0.5 else (0.0, 0.0)  # noqa: PLR2004 - half
    return SimulatedEdit(ImageEdit(across, down, across, down, tilt, shade=shade))


def _caption(rng: np.random.Generator, _aspect: float) -> SimulatedEdit:
    """Half of the bars cover the picture, half are added to it."""
    bar, shade = float(rng.uniform(*_CAPTION)), int(rng.choice((_TEXT, _WHITE - _TEXT)))
    at_top, over = rng.random(2) < 0.5  # noqa: PLR2004 - half
    top, bottom = (bar, 0.0) if at_top else (0.0, bar)
    return (
        SimulatedEdit(ImageEdit(shade=shade), (top, bottom))
        if over
        else SimulatedEdit(ImageEdit(top=-top, bottom=-bottom, shade=shade))
    )


_KINDS: tuple[Callable[[np.random.Generator, float], SimulatedEdit], ...] = (
    _crop,
    _border,
    _letterbox,
    _mirror,
    _tilt,
    _caption,
)
