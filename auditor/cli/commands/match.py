"""auditor match: which hashes of one list are near which of another. No vault, no network."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from auditor.cli import output
from auditor.domain.text.foreign_text import clean
from auditor.errors import ReaderError, UsageError
from auditor.messages import _
from auditor.report.json import hash as hash_documents

_BITS = 256


def match_lists(
    needles: Annotated[
        Path,
        typer.Argument(
            metavar="NEEDLES", help=_("Hashes to look for: lines, tables, JSON or Parquet.")
        ),
    ],
    haystack: Annotated[
        Path, typer.Argument(metavar="HAYSTACK", help=_("Hashes to look through: the same."))
    ],
    distance: Annotated[
        int, typer.Option("--distance", metavar="BITS", help=_("Bits two hashes may differ in."))
    ] = 31,
    as_json: Annotated[bool, typer.Option("--json", help=_("Print one JSON document."))] = False,
) -> None:
    """Find every pair of hashes of two lists that are near each other, exactly."""
    from auditor.hashing.match.match import pairs, to_hex
    from auditor.readers.hashes.lists import read_list

    if not 0 <= distance <= _BITS:
        raise UsageError(_("the distance is 0 to 256 bits"))
    left, left_lines = read_list(needles)
    right, right_lines = read_list(haystack)
    for path, hashes in ((needles, left), (haystack, right)):
        if not len(hashes):  # "0 pairs" would be taken for an answer
            raise ReaderError(
                _("{file} holds no hash: nothing was compared").format(file=clean(str(path)))
            )
    i, j, bits = pairs(left, right, distance)
    found = zip(
        to_hex(left[i]),
        to_hex(right[j]),
        bits.tolist(),
        left_lines[i].tolist(),
        right_lines[j].tolist(),
        strict=True,
    )
    if as_json:
        output.document(hash_documents.pairs(found, distance))
        return
    for needle, hay, near, needle_line, hay_line in found:
        output.line(f"{needle} {hay} {near} {needle_line} {hay_line}")
    output.narrate(
        _("{pairs} pairs within {distance} bits among {needles} and {hays} hashes.").format(
            pairs=len(i), distance=distance, needles=len(left), hays=len(right)
        )
    )
