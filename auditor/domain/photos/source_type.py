"""How a picture came about, in the words of IPTC's digital source type.

See cv.iptc.org/newscodes/digitalsourcetype.
"""

from __future__ import annotations

from collections.abc import Iterable

AI_TYPES = (
    "trainedAlgorithmicMedia",
    "compositeWithTrainedAlgorithmicMedia",
    "compositeSynthetic",
    "trainedAlgorithmicData",
)
"""The types that say: made wholly or in part by a trained model, or with synthetic parts; the
strongest first.

The last one is C2PA's own (C2PA specification, actions assertion). `algorithmicMedia` is not among
them: it says "not from training data".
"""

_LONGEST = 80


def source_type(uri: str) -> str | None:
    """Return the last part of the URI of a source type, None where there is none."""
    last = uri.strip().rstrip("/").rpartition("/")[2][:_LONGEST]
    return last if last.isascii() and last.isalnum() else None


def strongest(types: Iterable[str]) -> str | None:
    """Return the type that says most of AI, else the first one."""
    found = list(types)
    return next(
        (source_type for source_type in AI_TYPES if source_type in found),
        found[0] if found else None,
    )
