from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from auditor.readers.text import masking


def test_what_is_left() -> None:
    assert masking.initials("Erika Muster") == "E••• M•••"
    assert masking.email("erika.muster@mail.example.org") == "e•••@•••.org"
    assert masking.last_two("4242 4242 4242 4242", "Visa") == "Visa •••• •••• 42"
    assert masking.last_two("123456") == "•••• ••••"
    assert masking.phone("+46 31 701 23 45") == "+•• •••• •••• 45"
    assert masking.link("https://user:word@www.example.org:8080/secret?x") == "e•••.org/•••"
    assert masking.code("WIFI:") == "WIFI: •••"


def test_what_stands_alone_is_no_ending() -> None:
    assert masking.link("myapp://AbCdEf") == "A•••.•••/•••"
    assert masking.email("erika@secret") == "e•••@•••.•••"


@given(st.text(min_size=1, max_size=200))
def test_nothing_of_three_signs_survives(text: str) -> None:
    """No three letters or digits of a text in a row are in its excerpt.

    The last part of a domain is.
    """
    for excerpt in (
        masking.initials(text),
        masking.first_letter(text),
        masking.last_two(text),
        masking.phone(text),
    ):
        runs = [
            text[place : place + 3]
            for place in range(len(text) - 2)
            if text[place : place + 3].isalnum()
        ]
        assert not any(run in excerpt for run in runs)
        assert len(excerpt) <= 60
        assert "\x1b" not in excerpt


@given(st.text(max_size=300))
def test_excerpts_of_nonsense(text: str) -> None:
    for excerpt in (masking.email(text), masking.link(text)):
        assert 0 < len(excerpt) <= 60
