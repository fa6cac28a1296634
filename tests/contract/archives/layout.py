"""What a format shows of itself to the suite: archives of each layout, and what comes of them.

A format brings `cases/NAME.py` (NAME as in `auditor.archives.ALL`) with a `CASE`. Archives are
plain mappings from a file's name to its bytes; the suite packs, cuts, shuffles and damages them.
"""

from __future__ import annotations

import io
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib import import_module

from PIL import Image

from auditor.archives import ALL

Files = Mapping[str, bytes]
HTML, LANGUAGE, MOJIBAKE = "html", "language", "mojibake"
SHOWN = (HTML, LANGUAGE, MOJIBAKE)
"""What some layout of each format shows: the form for reading in a browser; an account in another
language than English, its folders and names translated; texts or names whose bytes were damaged by
the platform or by whatever packed them.
"""


@dataclass(frozen=True)
class Layout:
    """One documented shape of an export.

    `files`: the whole of it, the pictures with bytes of `jpeg`. What has to come of it without a
    word from the person: `photos` in all, of which `public` can be seen by strangers and of
    `unknown` the archive does not tell it; `films`, `others` (pictures of other people); `whole`,
    if nothing is missing. `pictures`: names of the files of `photos`, none where the archive holds
    no files. `captions`: texts that come with photos, as they were meant.
    """

    name: str
    files: Files
    photos: int
    public: int = 0
    unknown: int = 0
    films: int = 0
    others: int = 0
    handle: str = ""
    whole: bool = True
    pictures: tuple[str, ...] = ()
    captions: tuple[str, ...] = ()
    shows: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Case:
    """A format in tests.

    `many`: an export of that many photos, as small as can be. `lacks`: those of `SHOWN` that this
    platform does not have, each with the reason.
    """

    layouts: Callable[[], tuple[Layout, ...]]
    many: Callable[[int], Files]
    lacks: Mapping[str, str] = field(default_factory=dict)


def case_of(module: str) -> Case:
    """Return the case of a format. Raises ModuleNotFoundError where there is none."""
    found = import_module(f"tests.contract.archives.cases.{module}").CASE
    assert isinstance(found, Case)
    return found


def layouts() -> tuple[tuple[str, Layout], ...]:
    """Return every layout of every format that has a case, with the format's module."""
    found = []
    for module, _name in ALL:
        try:
            case = case_of(module)
        except ModuleNotFoundError:
            continue  # its own test fails, by its name
        found += [(module, layout) for layout in case.layouts()]
    return tuple(found)


@cache
def jpeg(seed: int = 0) -> bytes:
    """Return a small picture, another one for each seed."""
    out = io.BytesIO()
    shade = (seed * 37 % 256, seed * 91 % 256, seed * 151 % 256)
    Image.new("RGB", (16, 12), shade).save(out, "JPEG")
    return out.getvalue()


def as_json(value: object) -> bytes:
    """Return a value as an export has it."""
    return json.dumps(value, ensure_ascii=False, indent=2).encode()


def damaged(text: str) -> str:
    """Return a text as Meta writes it: its UTF-8 taken for Latin-1."""
    return text.encode().decode("latin-1")
