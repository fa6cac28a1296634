"""A platform's words about a key are told without the key, however it is written in them."""

from __future__ import annotations

import pytest

from auditor.domain.secret import Secret
from auditor.markup.protocols.own_key import OwnKey
from tests.rows import each_row

KEY, SECRET = "k3y-of-Ada", "s3cr3t-of-Ada"


async def key_of(_service: str) -> Secret:
    return Secret(f"{KEY}:{SECRET}")


@pytest.mark.parametrize("part", [KEY, SECRET, f"{KEY}:{SECRET}"])
async def test_no_part_of_it_is_told(part: str) -> None:
    key = OwnKey(key_of, "flickr")
    await key.read()
    for written in (part, part.upper(), f"{part[:4]}\u200b{part[4:]}", f"\u202e{part}"):
        told = key.told(f"no such key: {written}\x1b[2J")
        assert part.casefold() not in told.casefold()
        assert "***" in told
        assert "\x1b" not in told


@each_row("words, end", [("it is old", "it is old. "), ("Why?", "Why? ")])
def test_a_refusal_is_a_sentence(words: str, end: str) -> None:
    assert f": {end}" in OwnKey(key_of, "flickr").refused("Flickr", words).message
