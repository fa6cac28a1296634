"""What data classes mean, what is an address, and what is kept of one."""

from __future__ import annotations

from datetime import UTC, datetime

from auditor.domain.outside.breaches import (
    Breach,
    BreachFlag,
    BreachLookup,
    BreachState,
    address_id,
    address_of,
    gravest_first,
    masked_address,
)
from auditor.domain.outside.data_classes import _JUDGED, FIRST, NAMES, PAPERS, Leaked, judged
from tests.rows import each_row

RECORDED = """
    Account balances|Address book contacts|Age groups|Ages|Apps installed on devices|Astrological
    signs|Auth tokens|Avatars|Bank account numbers|Banking PINs|Beauty ratings|Biometric
    data|Browser user agent details|Buying preferences|Car ownership statuses|Career levels|Cellular
    network names|Charitable donations|Chat logs|Credit card CVV|Credit cards|Credit status
    information|Customer feedback|Customer interactions|Dates of birth|Deceased date|Deceased
    statuses|Device information|Device usage tracking data|Drinking habits|Drug habits|Eating
    habits|Education levels|Email addresses|Email messages|Employers|Ethnicities|Family members'
    names|Family plans|Family structure|Financial investments|Financial transactions|Fitness
    levels|Genders|Geographic locations|Government issued IDs|Health insurance
    information|Historical passwords|Home ownership statuses|Homepage URLs|IMEI numbers|IMSI
    numbers|Income levels|Instant messenger identities|IP addresses|Job titles|MAC addresses|Marital
    statuses|Names|Nationalities|Net worths|Nicknames|Occupations|Parenting plans|Partial credit
    card data|Passport numbers|Password hints|Passwords|Payment histories|Payment methods|Personal
    descriptions|Personal health data|Personal interests|Phone numbers|Physical addresses|Physical
    attributes|Political donations|Political views|Private messages|Professional skills|Profile
    photos|Purchases|Purchasing habits|Races|Recovery email addresses|Relationship
    statuses|Religions|Reward program balances|Salutations|School grades (class levels)|Security
    questions and answers|Sexual fetishes|Sexual orientations|Smoking habits|SMS messages|Social
    connections|Social media profiles|Spoken languages|Support tickets|Survey results|Time
    zones|Travel habits|User statuses|User website URLs|Usernames|Utility bills|Vehicle
    details|Website activity|Work habits|Years of birth|Years of professional experience
"""
"""The answer of /dataclasses as the documentation of the client wKovacs64/pwned shows it."""


def test_every_recorded_data_class_was_judged_by_hand() -> None:
    recorded = [" ".join(name.split()) for name in RECORDED.split("|")]
    assert len(recorded) > 110
    listed = {line.strip() for names in _JUDGED.values() for line in names.splitlines()}
    assert set(recorded) <= listed


def test_no_data_class_is_judged_twice() -> None:
    names = [
        line.strip() for names in _JUDGED.values() for line in names.splitlines() if line.strip()
    ]
    assert len(names) == len(set(names))


@each_row(
    ("name", "leaked"),
    [
        ("Photos", Leaked.PHOTOS),
        ("Profile photos", Leaked.PHOTOS),
        ("Biometric data", Leaked.LIKENESS),
        ("Government issued IDs", Leaked.DOCUMENTS),
        ("Driver’s licenses", Leaked.DOCUMENTS),
        ("passport NUMBERS ", Leaked.DOCUMENTS),
        ("Bank account numbers", Leaked.NUMBERS),
        ("Passwords", Leaked.KEYS),
        ("Dates of birth", Leaked.NAMES),
        ("Usernames", Leaked.OTHER),
        # not on the list: by their words
        ("Selfies", Leaked.PHOTOS),
        ("Scanned identity documents", Leaked.DOCUMENTS),
        ("Voice prints", Leaked.LIKENESS),
        ("Fingerprints", Leaked.LIKENESS),
        ("Driving licences", Leaked.DOCUMENTS),
        ("API keys", Leaked.KEYS),
        ("Debit cards", Leaked.NUMBERS),
        ("Middle names", Leaked.NAMES),
        ("Screen nicknames", Leaked.UNKNOWN),
        ("Shoe sizes", Leaked.UNKNOWN),
        ("", Leaked.UNKNOWN),
    ],
)
def test_what_a_data_class_is(name: str, leaked: Leaked) -> None:
    assert judged(name) is leaked


def test_the_groups_name_what_they_should() -> None:
    assert frozenset({Leaked.PHOTOS, Leaked.LIKENESS, Leaked.DOCUMENTS}) == FIRST
    assert not PAPERS & NAMES


@each_row(
    "text",
    [
        "",
        "ada",
        "@mail.example",
        "ada@",
        "ada@mail",
        "a b@mail.example",
        "ada@bo@mail.example",
        "ada@mail.example/../x",
        "ada@mail.example?x=1",
        "ada\x00@mail.example",
        "https://ada@mail.example/",
        "a" * 250 + "@mail.example",
    ],
)
def test_what_is_no_address(text: str) -> None:
    assert address_of(text) is None


@each_row("text", [" ada@mail.example\n", "ada.n+x@mail.example", "ä@ö.example"])
def test_what_is_an_address(text: str) -> None:
    assert address_of(text) == text.strip()


def test_one_address_has_one_id_however_it_is_written() -> None:
    assert address_id("Ada@Mail.example") == address_id("ada@mail.example")
    assert "ada" not in address_id("ada@mail.example")


@each_row(
    ("address", "shown"),
    [
        ("ada.nowak@mail.example", "a…@m….example"),
        ("a@mail.example", "…@m….example"),
        ("ada@mail.co.example", "a…@m….example"),
    ],
)
def test_a_masked_address_tells_neither_name_nor_host(address: str, shown: str) -> None:
    assert masked_address(address) == shown


def test_the_gravest_stand_first_and_what_is_settled_last() -> None:
    at = datetime(2026, 1, 1, tzinfo=UTC)
    breaches = [
        Breach("old-photos", date="2001-01-01", data_classes=("Photos",)),
        Breach("done", date="2026-01-01", data_classes=("Photos",), dealt_with_at=at),
        Breach("new", date="2025-01-01", data_classes=("Passwords",)),
        Breach("hoax", data_classes=("Photos",), flags=(BreachFlag.FABRICATED,)),
        Breach("ids", date="2020-01-01", data_classes=("Government issued IDs",)),
    ]
    order = [breach.name for breach in gravest_first(breaches)]
    assert order == ["ids", "old-photos", "new", "hoax", "done"]


def test_nothing_asked_is_not_nothing_found() -> None:
    at = datetime(2026, 1, 1, tzinfo=UTC)
    assert BreachLookup("e1", "a…").state is BreachState.COULD_NOT_TELL
    assert BreachLookup("e1", "a…", at).state is BreachState.NONE_SHOWN
    assert BreachLookup("e1", "a…", at).paste_state is BreachState.COULD_NOT_TELL
    assert BreachLookup("e1", "a…", at, (Breach("x"),)).state is BreachState.FOUND
