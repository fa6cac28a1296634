"""What in a trainer's folder gives answers away."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest

from auditor.awareness.giveaways import LookedPicture, giveaways, refuse_twice, shown_side
from auditor.awareness.manifest import read_manifest
from auditor.domain.photos.facts import Pdq
from auditor.errors import UsageError

MANIFEST = read_manifest(
    (
        "nobody_under_18 = true\nnothing_intimate = true\n"
        + "".join(
            f'[[pictures]]\nfile = "{label}{n}"\nlabel = "{label}"\n'
            'source = "own"\nlicence = "CC0"\n'
            for label in ("real", "fake")
            for n in range(2)
        )
    ).encode()
)
FAR = ["0" * 64, "f" * 64, "00ff" * 16, "0f" * 32]


def looked(
    kinds: str = "JJJJ", sizes: Sequence[tuple[int, int]] = ((900, 600),) * 4, pdq: str = ""
) -> dict[str, LookedPicture]:
    return {
        row.file: LookedPicture(
            row.file,
            {"J": "JPEG", "P": "PNG"}[kinds[at]],
            *sizes[at],
            Pdq((pdq if at else "") or FAR[at], 100),
        )
        for at, row in enumerate(MANIFEST.pictures)
    }


def test_a_fair_folder_gives_nothing_away() -> None:
    assert list(giveaways(MANIFEST, looked())) == []
    mixed = looked("JPJP", ((900, 600), (800, 800), (800, 800), (900, 600)))
    assert list(giveaways(MANIFEST, mixed)) == []


@pytest.mark.parametrize(
    ("found", "said"),
    [
        (looked("JJPP"), "All real pictures are JPEG and all fakes are PNG"),
        (looked(sizes=((900, 600), (600, 900), (800, 800), (1024, 1024))), "shape alone gives"),
        (looked(sizes=((900, 600), (1200, 800), (600, 400), (300, 200))), "Each fake picture is"),
        (looked(sizes=((900, 600), (1200, 800), (90, 60), (1200, 800))), "fake0 is 90 px"),
        (looked(pdq="0" * 56 + "7fffffff"), "Nearly the same: real0, real1, fake0, fake1"),
    ],
)
def test_what_gives_the_answer_away_is_told(found: dict[str, LookedPicture], said: str) -> None:
    told = list(giveaways(MANIFEST, found))
    assert len(told) == 1
    assert said in told[0]


def test_one_bit_more_is_another_picture() -> None:
    found = looked()
    found["real1"] = replace(found["real1"], pdq=Pdq("0" * 56 + "ffffffff", 100))
    assert list(giveaways(MANIFEST, found)) == []


def test_a_flat_picture_is_not_called_different() -> None:
    found = looked()
    found["fake1"] = replace(found["fake1"], pdq=Pdq("0" * 64, 0))
    assert list(giveaways(MANIFEST, found)) == [
        "Could not tell whether these are like others: fake1."
    ]


def test_all_copies_are_as_small_as_the_smallest() -> None:
    assert shown_side(looked()) == 800
    assert shown_side(looked(sizes=((900, 600), (640, 480), (800, 700), (1024, 1024)))) == 640
    same = {file: replace(row, sha256="1") for file, row in looked().items()}
    with pytest.raises(UsageError, match="real1 is the same picture as real0"):
        refuse_twice(same)
