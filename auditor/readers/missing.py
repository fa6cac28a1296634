"""Parts of the readers whose libraries may not be installed: which can run here, and what is said of those that cannot."""

from __future__ import annotations

import importlib.util
from functools import cache

from auditor.messages import _

__all__ = ["PARTS", "VISION", "MissingPartError", "available_parts", "vision_missing"]

_NEEDED: dict[str, tuple[str, ...]] = {
    "faces": ("retinaface", "onnxruntime", "cv2"),
    "text": ("rapidocr", "onnxruntime", "cv2"),
    "barcodes": ("zxingcpp",),
    "provenance": ("c2pa",),
}
PARTS = frozenset(_NEEDED)
VISION = frozenset({"faces", "text", "barcodes"})
"""What the setting `vision` turns on and off; the rest is always read."""


class MissingPartError(Exception):
    """A reader cannot run, as its library is not installed or does not load; the text is a sentence for a person."""


def vision_missing() -> MissingPartError:
    """Return the error for a part of the extra `vision`."""
    return MissingPartError(_('not installed; to install it: pip install "auditor[vision]"'))


def available_parts(*, vision: bool) -> frozenset[str]:
    """Return the parts that can run here. Looks for the libraries without loading them."""
    return _installed() - (frozenset() if vision else VISION)


@cache
def _installed() -> frozenset[str]:
    return frozenset(name for name, needed in _NEEDED.items() if all(importlib.util.find_spec(module) is not None for module in needed))
