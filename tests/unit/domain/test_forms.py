"""Packed hashes are in every way the tuple of texts that they stand for."""

from __future__ import annotations

import random

import pytest

from auditor.domain.photos.forms import Forms
from tests.rows import each_row

EIGHT = tuple(f"{random.Random(seed).getrandbits(256):064x}" for seed in range(8))


@each_row("texts", [(), EIGHT[:1], EIGHT])
def test_packed_hashes_are_what_they_stand_for(texts: tuple[str, ...]) -> None:
    forms = Forms.of(texts)
    assert tuple(forms) == texts
    assert (len(forms), bool(forms)) == (len(texts), bool(texts))
    assert forms == texts
    assert texts == forms
    assert forms == Forms.of(texts)
    assert {Forms.of(texts): 1}[forms] == 1
    assert repr(forms) == repr(texts)
    assert forms[:1] == texts[:1]


def test_other_hashes_are_not_equal() -> None:
    assert Forms.of(EIGHT) != Forms.of(EIGHT[::-1])
    assert Forms.of(EIGHT) != EIGHT[:1]
    assert Forms.of(EIGHT) != "".join(EIGHT)
    assert Forms.of(EIGHT)[3] == EIGHT[3]


def test_what_is_no_hash_is_refused() -> None:
    with pytest.raises(ValueError, match="hex"):
        Forms.of(["no hash"])
