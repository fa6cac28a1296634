"""What tells who or where in running text is hidden, and sentences stay readable."""

from __future__ import annotations

from auditor.domain.account import Account, Claim, Link, Profile
from auditor.domain.text.masking import GivenNumbers, hide_telling, known_names, letters, near
from auditor.domain.text.statement import MASK, Kind, Statement, Value
from auditor.domain.views import AccountState
from tests.rows import each_row


@each_row(
    "telling",
    [
        "https://a.example/b?x=1",
        "at://did:plc:abc/app.bsky.feed.post/1",
        "did:web:third.example",
        "@me@host.example",
        "@me",
        "me+tag@mail.example",
        "host.example",
        "bücher.example",
        "xn--bcher-kva.example:8443/path/me",
        "192.0.2.17",
        "192.0.2.17:8080/me",
        "2001:db8::17",
        "[2001:db8::17]:8443",
        "::ffff:192.0.2.17",
        "fe80::17%eth0",
        "localhost:8443",
        "nas:8443",
        "52.5170, 13.3888",
        "52° 31' 12\" N",
    ],
)
def test_what_tells_is_hidden(telling: str) -> None:
    assert hide_telling(f"asked {telling} twice") == f"asked {MASK} twice"


@each_row(
    "plain",
    [
        "read at 10:00:00 on 2026-05-04T12:00:00Z",
        "16:9, 1.5 MB and 3.25 km",
        "robots.txt asks not to read it",
        "e.g. this, i.e. that",
        "12.5.2026, version 2.1.0",
        "either/or :: done",
    ],
)
def test_what_tells_nobody_stays(plain: str) -> None:
    assert hide_telling(plain) == plain


def known(*handles: str, name: str = "Maja Lindgren") -> list[AccountState]:
    """Return accounts of one person."""
    return [
        AccountState(
            Account(f"a{number}", "x", handle, f"https://s{number}.example/", Claim.MINE),
            Profile(name, links=(Link("https://shop.example/majasshop"),)),
            0,
            None,
            None,
            "",
            (),
        )
        for number, handle in enumerate(handles)
    ]


def test_a_long_word_does_not_cost_its_square() -> None:
    """There is no clock here, only an end: it would take half an hour."""
    word = "x" * 300_000
    assert hide_telling(f"{word} of maja@toots.example") == f"{word} of {MASK}"


@each_row("end", ["@toots.example", "://toots.example/a", ".example", ":8080/a"])
def test_a_long_word_that_tells_is_hidden(end: str) -> None:
    assert hide_telling(f"see {'x' * 200}{end}") == f"see {MASK}"


@each_row(
    ("text", "shown"),
    [
        ("@maja@toots.example answers 403", "account A answers 403"),
        ("Maja's page, and maja again", "account A's page, and account A again"),
        ("the Lindgrens at sea", f"the {MASK}s at sea"),
        ("majanka is another", "majanka is another"),
        ("see https://shop.example/maja now", f"see {MASK} now"),
        ("see blog.example/maja now", f"see {MASK} now"),
        ("hedgehog and majasshop", f"account B and {MASK}"),
    ],
)
def test_names_that_are_known_become_letters(text: str, shown: str) -> None:
    names = known_names(known("@maja@toots.example", "hedgehog"), GivenNumbers())
    assert names.hidden(text) == shown


def test_a_statement_names_its_account_by_its_letter() -> None:
    names = known_names(known("@maja@toots.example", "hedgehog"), GivenNumbers())
    said = Statement(
        "{who} shows {file}",
        (
            Value("who", "@maja@toots.example, hedgehog", Kind.HANDLE),
            Value("file", "IMG_1.jpg", Kind.FILE),
        ),
    )
    assert names.statement(said) == f"account A, account B shows {MASK}"


def test_ordinary_words_of_a_name_do_not_blot_out_sentences() -> None:
    names = known_names(known("photos", name="The Garden Photos"), GivenNumbers())
    assert names.hidden("24 photos, and the Garden") == f"24 photos, and the {MASK}"


def test_the_same_thing_has_the_same_number() -> None:
    numbers = GivenNumbers()
    assert [numbers.photo(name) for name in ("p7", "p1", "p7")] == ["photo 1", "photo 2", "photo 1"]
    assert numbers.account("a9") == "account A"
    assert [letters(number) for number in (1, 26, 27, 52, 703)] == ["A", "Z", "AA", "AZ", "AAA"]


def test_only_places_are_rounded() -> None:
    said = Statement(
        "{at} {size}",
        (Value("at", "52.520008, 13.404954", Kind.PLACE), Value("size", "1.2345, 2.3456")),
    )
    assert near(said).render() == "52.52, 13.40 1.2345, 2.3456"
