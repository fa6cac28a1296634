"""Barcodes in a picture, by kind and masked.

zxing-cpp on the whole picture at one size, where it looks at smaller ones by itself.
"""

from __future__ import annotations

import numpy as np

from auditor.domain.photos.picture_contents import Barcode
from auditor.readers.optional_parts import vision_missing
from auditor.readers.picture.pixels import Pixels
from auditor.readers.picture.upright import upright
from auditor.readers.text.kinds.barcode import end_of_barcode, kind_and_mask

__all__ = ["read_barcodes"]

_SIDE = 1600
_MOST = 20
_FORMATS = (
    "QRCode",
    "MicroQRCode",
    "RMQRCode",
    "PDF417",
    "Aztec",
    "DataMatrix",
    "MaxiCode",
    "Code128",
    "Code39",
    "EAN13",
    "UPCA",
    "ITF",
)
"""What stands on tickets, parcels, cards and screens. Left out: EAN-8, UPC-E, Codabar, DataBar and
film edges, which railings and leaves read as, and which say nothing of a person."""
_SHORTEST = {"Code39": 6, "ITF": 14}
"""Signs of codes without a check digit of their own: shorter ones are read where there is none."""


def read_barcodes(pixels: Pixels) -> tuple[Barcode, ...]:
    """Return the barcodes in a picture, boxes in px of the stored picture.

    Raises MissingPartError where zxing-cpp does not load.
    """
    try:
        import zxingcpp
    except (ImportError, OSError) as error:  # OSError: a library of the system is missing
        raise vision_missing(error) from error
    picture = upright(pixels, _SIDE, grey=True)
    grey = np.ascontiguousarray(picture.rgb)
    wanted = zxingcpp.BarcodeFormats([getattr(zxingcpp.BarcodeFormat, name) for name in _FORMATS])
    found: list[Barcode] = []
    for barcode in zxingcpp.read_barcodes(grey, formats=wanted)[:_MOST]:
        name = barcode.format.name
        if len(barcode.text) < _SHORTEST.get(name, 1):
            continue
        kind, masked = kind_and_mask(name, barcode.text)
        corners = (
            barcode.position.top_left,
            barcode.position.top_right,
            barcode.position.bottom_right,
            barcode.position.bottom_left,
        )
        xs, ys = [corner.x for corner in corners], [corner.y for corner in corners]
        box = picture.stored(min(xs), min(ys), max(1, max(xs) - min(xs)), max(1, max(ys) - min(ys)))
        found.append(Barcode(name, kind, masked, box, end_of_barcode(barcode.text)))
    return tuple(found)
