"""Comparing what is new with what is kept gives what comparing everything gives."""

from __future__ import annotations

import random

import pytest

from auditor.domain.findings.check import Print
from auditor.domain.photos.forms import Forms
from auditor.domain.photos.photo import PhotoKind
from auditor.hashing.match import alike as alike_module
from auditor.hashing.match import kept_pairs, match
from auditor.hashing.match.alike import Picture, shared
from auditor.hashing.match.copies import copies


@pytest.fixture(autouse=True)
def _of_few(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kept_pairs, "FEWEST", 2)
    monkeypatch.setattr(kept_pairs, "_NEW", 1)


def made(rng: random.Random, number: int) -> Print:
    look = random.Random(rng.randrange(6)).getrandbits(256)
    for _flip in range(rng.randrange(30)):
        look ^= 1 << rng.randrange(256)
    forms = [f"{look ^ random.Random(turn).getrandbits(256):064x}" for turn in range(8)]
    count = rng.choice((0, 1, 8, 8, 8))
    return Print(
        photo=f"p{number:04}",
        account=f"a{rng.randrange(3)}",
        kind=PhotoKind.POST,
        page_url="",
        sha256=f"{rng.randrange(30):064x}",
        pdq=Forms.of(forms[:count]),
        quality=90,
    )


@pytest.mark.parametrize("seed", range(25))
def test_kept_pairs_tell_the_same(seed: int) -> None:
    rng = random.Random(seed)
    prints = [made(rng, number) for number in range(40)]
    kept: dict[str, bytes] = {}
    used = 0
    for step in range(6):
        pictures = [Picture(each.account, each.sha256, each.pdq) for each in prints]
        there = dict(kept)
        assert shared(pictures, kept=kept, name="shared") == shared(pictures)
        assert copies(prints, kept=kept, name="copies") == copies(prints)
        used += {"shared", "copies"} <= there.keys()
        for number in range(rng.randrange(8)):
            prints[rng.randrange(len(prints))] = made(rng, 100 * (step + 1) + number)
        del prints[: rng.randrange(4)]
        prints.sort(key=lambda each: each.photo)
    assert used == 5


def test_too_many_pairs_are_not_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    rng = random.Random(1)
    pictures = [Picture(f"a{number % 2}", "", made(rng, number).pdq) for number in range(60)]
    kept: dict[str, bytes] = {}
    whole = shared(pictures, kept=kept, name="shared")
    assert "shared" in kept
    monkeypatch.setattr(alike_module, "MOST_NAMED", 5)
    capped = shared(pictures)
    assert sum(len(each.theirs) for each in capped) < sum(len(each.theirs) for each in whole)
    for _again in range(2):
        assert shared(pictures, kept=kept, name="shared") == capped
        assert "shared" not in kept


def test_what_is_kept_of_another_kind_is_not_used() -> None:
    rng = random.Random(2)
    prints = [made(rng, number) for number in range(30)]
    kept: dict[str, bytes] = {}
    shared([Picture(each.account, "", each.pdq) for each in prints], kept=kept, name="any")
    assert copies(prints, kept=kept, name="any") == copies(prints)


def test_only_new_hashes_are_compared_with_all(monkeypatch: pytest.MonkeyPatch) -> None:
    rng = random.Random(3)
    prints = [made(rng, number) for number in range(50)]
    kept: dict[str, bytes] = {}
    copies(prints, kept=kept, name="copies")
    compared: list[int] = []
    near = match.near

    def counting(needles, haystack, limit):  # type: ignore[no-untyped-def]
        compared.append(len(needles) * len(haystack))
        return near(needles, haystack, limit)

    monkeypatch.setattr(kept_pairs, "near", counting)
    copies(prints, kept=kept, name="copies")
    assert compared == []
    copies([*prints, made(rng, 999)], kept=kept, name="copies")
    assert sum(compared) <= 8 * 8 * 51 * 2
