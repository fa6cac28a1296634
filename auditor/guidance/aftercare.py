"""What to do besides taking a photo down, from aftercare.toml beside this file."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from importlib.resources import files

import msgspec

from auditor.domain.findings.aftercare import AFTERCARE_OF_KIND, Aftercare, AftercareKey
from auditor.domain.findings.finding import NoticedBy
from auditor.domain.photos.picture_contents import TextKind


class _Row(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    title: str
    text: str
    minutes: float
    first: bool
    noticed_by: NoticedBy
    notice: str
    url: str = ""


@lru_cache(maxsize=1)
def aftercare_table() -> Mapping[AftercareKey, Aftercare]:
    """Return the whole file.

    Raises msgspec.ValidationError on a broken file.
    """
    rows = msgspec.toml.decode(
        files("auditor.guidance").joinpath("aftercare.toml").read_bytes(),
        type=dict[AftercareKey, _Row],
    )
    return {
        key: Aftercare(
            key,
            row.title,
            row.text,
            row.minutes,
            row.first,
            row.noticed_by,
            row.notice,
            row.url,
        )
        for key, row in rows.items()
    }


def aftercare(key: str) -> Aftercare:
    """Return one row. Raises ValueError on an unknown key."""
    return aftercare_table()[AftercareKey(key)]


def aftercare_of(kind: TextKind) -> Aftercare | None:
    """Return what a readable thing of this kind asks for, None if nothing."""
    key = AFTERCARE_OF_KIND.get(kind)
    return None if key is None else aftercare(key)
