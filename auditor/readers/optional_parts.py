"""Parts of the readers whose libraries may not be installed.

Which can run here, and what is said of those that cannot.
"""

from __future__ import annotations

import importlib.util
import re
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
    """A reader cannot run, as its library is not installed or does not load.

    The text is a sentence for a person.
    """


_LIBRARY = re.compile(r"lib[\w+-]+\.(?:so|dylib)|[\w+-]+\.dll", re.IGNORECASE)
"""Names of libraries of the system, as in `libGL.so.1: cannot open shared object file`."""


def vision_missing(error: Exception | None = None) -> MissingPartError:
    """Return the error for a part of the extra `vision`.

    `error` is what loading it raised: it may be there and lack something itself.
    """
    if error is not None and not isinstance(error, ModuleNotFoundError):
        named = _LIBRARY.search(str(error))
        what = named.group() if named else type(error).__name__
        return MissingPartError(
            _(
                "installed, but it does not load here; this is missing or does not fit: {what}"
            ).format(what=what)
        )
    return MissingPartError(_('not installed; to install it: pip install "auditor[vision]"'))


def available_parts(*, vision: bool) -> frozenset[str]:
    """Return the parts that can run here. Looks for the libraries without loading them."""
    return _find_installed() - (frozenset() if vision else VISION)


@cache
def _find_installed() -> frozenset[str]:
    return frozenset(
        name
        for name, needed in _NEEDED.items()
        if all(importlib.util.find_spec(module) is not None for module in needed)
    )
