"""Covers places of a picture for good.

What stood there is replaced by a few coarse colours, from which nothing can be computed back.

Strong blur and large pixels do not do that: words under them are found by trying (S. Hill and
others, "On the (In)effectiveness of Mosaicing and Blurring as Tools for Document Redaction", PETS
2016).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
import numpy.typing as npt
from PIL import Image

from auditor.dataclass import dataclass
from auditor.domain.hardening import Wishes
from auditor.domain.photos.picture_contents import Box
from auditor.readers.picture.pixels import Pixels

__all__ = ["CoveredBoxes", "coarse_of", "cover", "opaque", "places", "spread", "views"]

# of the box, on each side: it ends at brow and chin, and hair and ears tell who it is
_FACE_PADDING = 0.4
_TEXT_PADDING = 0.35  # of the height of the line
_LEAST_PADDING = 4
_FACE_CELLS = 3  # a side: where it is lighter and darker, nothing of features
_COARSE = 32  # grey levels that become one


@dataclass(frozen=True, slots=True)
class CoveredBoxes:
    """Boxes to cover, padded, in px of the stored picture."""

    faces: tuple[Box, ...] = ()
    text: tuple[Box, ...] = ()

    def with_cells(self) -> Iterator[tuple[Box, int]]:
        """Yield each place with how many colours a side it becomes."""
        yield from ((box, _FACE_CELLS) for box in self.faces)
        yield from ((box, 1) for box in self.text)

    def outside(self, covered: CoveredBoxes) -> CoveredBoxes:
        """Return those whose middle is not covered yet: a cover itself can be taken for print."""
        known = (*covered.faces, *covered.text)
        return CoveredBoxes(
            *(
                tuple(box for box in boxes if not _is_covered(box, known))
                for boxes in (self.faces, self.text)
            )
        )


def places(pixels: Pixels, wishes: Wishes, near: Sequence[Box] | None = None) -> CoveredBoxes:
    """Return what is to be covered; with `near`, of words only those at and round these places.

    Raises MissingPartError where the libraries for looking are missing.
    """
    height, width = pixels.rgb.shape[:2]
    faces: list[Box] = []
    text: list[Box] = []
    if wishes.faces:
        from auditor.readers.faces.read_faces import read_faces

        found = [face.box for face in read_faces(pixels)][1 if wishes.keep_largest else 0 :]
        faces = [
            _pad_box(box, round(_FACE_PADDING * max(box.width, box.height)), width, height)
            for box in found
        ]
    if wishes.text:
        from auditor.readers.text.barcodes import read_barcodes
        from auditor.readers.text.read_text import text_boxes

        boxes = [*text_boxes(pixels, near), *(code.box for code in read_barcodes(pixels))]
        text = [
            _pad_box(box, round(_TEXT_PADDING * min(box.width, box.height)), width, height)
            for box in boxes
        ]
    return CoveredBoxes(tuple(faces), tuple(text))


def cover(rgb: npt.NDArray[np.uint8], where: CoveredBoxes) -> npt.NDArray[np.uint8]:
    """Return a copy of the picture with these places covered, itself where there are none.

    Words by one colour, faces by nine that run into each other.
    """
    if not (where.faces or where.text):
        return rgb
    covered = rgb.copy()
    for box, cells in where.with_cells():
        covered[box.y : box.y + box.height, box.x : box.x + box.width] = spread(
            coarse_of(rgb, box, cells), box.width, box.height
        )
    return covered


def coarse_of(rgb: npt.NDArray[np.uint8], box: Box, cells: int) -> npt.NDArray[np.uint8]:
    """Return the coarse colours that a place becomes, `cells` a side."""
    part = rgb[box.y : box.y + box.height, box.x : box.x + box.width]
    small = np.asarray(
        Image.fromarray(np.ascontiguousarray(part)).resize((cells, cells), Image.Resampling.BOX)
    )
    return (small // _COARSE * _COARSE + _COARSE // 2).astype(np.uint8)


def spread(coarse: npt.NDArray[np.uint8], width: int, height: int) -> npt.NDArray[np.uint8]:
    """Return coarse colours over so many pixels, run into each other."""
    return np.asarray(Image.fromarray(coarse).resize((width, height), Image.Resampling.BILINEAR))


def opaque(alpha: npt.NDArray[np.uint8], where: CoveredBoxes) -> npt.NDArray[np.uint8]:
    """Return a picture's transparency with these places opaque, so that it draws nothing there."""
    solid = alpha.copy()
    for box in (*where.faces, *where.text):
        solid[box.y : box.y + box.height, box.x : box.x + box.width] = 255
    return solid


def views(
    rgb: npt.NDArray[np.uint8], alpha: npt.NDArray[np.uint8] | None
) -> Iterator[npt.NDArray[np.uint8]]:
    """Yield the picture as others may see it.

    Without its transparency, and with it on white and on black.
    """
    yield rgb
    if alpha is not None:
        for ground in (255, 0):
            back = Image.new("RGB", (rgb.shape[1], rgb.shape[0]), (ground, ground, ground))
            yield np.asarray(Image.composite(Image.fromarray(rgb), back, Image.fromarray(alpha)))


def _is_covered(box: Box, known: tuple[Box, ...]) -> bool:
    x, y = box.x + box.width // 2, box.y + box.height // 2
    return any(
        place.x <= x < place.x + place.width and place.y <= y < place.y + place.height
        for place in known
    )


def _pad_box(box: Box, by: int, width: int, height: int) -> Box:
    by = max(by, _LEAST_PADDING)
    left, top = max(0, box.x - by), max(0, box.y - by)
    return Box(
        left,
        top,
        min(width, box.x + box.width + by) - left,
        min(height, box.y + box.height + by) - top,
    )
