"""How far what each check finds answers its question, as the table of the questions says."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta, timezone

import pytest

from auditor.checks import (
    alt_text,
    capture_time,
    clear_face,
    contact_details,
    credentials_reveal,
    file_name,
    frequent_place,
    further_picture,
    larger_original,
    licence_plate,
    likeness_exposure,
    open_licence,
    open_to_training,
    owner_name,
    path_or_computer,
    people_named,
    position,
    private_image,
    readable_code,
    routine,
    search_engines,
    training_resolution,
    travel_paper,
    visible_address,
    visible_contact,
    visible_document,
)
from auditor.domain.account import IndexSignal, Openness, Profile
from auditor.domain.findings.check import AccountCase, Check, InventoryCase
from auditor.domain.findings.finding import Observation
from auditor.domain.findings.question import Degree, QuestionId
from auditor.domain.openness import Signal, SignalName
from auditor.domain.photos.facts import Facts, Metadata, Unread
from auditor.domain.photos.file_contents import (
    Contact,
    ContactKind,
    Further,
    FurtherKind,
    NamedPerson,
    Trace,
)
from auditor.domain.photos.photo import Photo, Rendition, Role
from auditor.domain.photos.picture_contents import (
    Barcode,
    Box,
    Face,
    Provenance,
    ProvenanceOutcome,
    Revealed,
    Reveals,
    TextFound,
    TextKind,
)
from auditor.domain.photos.position import Position
from tests.rows import each_row
from tests.unit.checks.cases import TODAY, account, facts, on_account, on_inventory, on_photo, photo
from tests.unit.checks.test_frequent_place import MONDAY, daily, spot, taken
from tests.unit.checks.test_private_image import match
from tests.unit.checks.test_routine import TUESDAYS, spread

YES, PARTLY = Degree.YES, Degree.PARTLY
BOX = Box(0, 0, 9, 9)


def told(found: Sequence[Observation]) -> list[tuple[QuestionId | None, Degree]]:
    return [(seen.question, seen.degree) for seen in found]


def read(kind: TextKind, ends: str = "") -> Facts:
    return replace(facts(), text=(TextFound(kind, "•••", 0.9, BOX, ends),))


def shows(px: int, *, side: int = 400, sharp: bool = True) -> Facts:
    face = Face(Box(0, 0, px, px), 0.9, sharpness=0.9 if sharp else 0.1)
    return replace(facts(width=side, height=side), faces=(face,), edition=99)


@each_row(
    ("kind", "check", "question", "degree"),
    [
        (TextKind.ADDRESS, visible_address.CHECK, QuestionId.HOME, YES),
        (TextKind.IDENTITY_DOCUMENT, visible_document.CHECK, QuestionId.PAPERS, YES),
        (TextKind.PAYMENT_CARD, visible_document.CHECK, QuestionId.PAPERS, YES),
        (TextKind.BANK_ACCOUNT, visible_document.CHECK, QuestionId.PAPERS, YES),
        (TextKind.BOARDING_PASS, travel_paper.CHECK, QuestionId.PAPERS, YES),
        (TextKind.TICKET, travel_paper.CHECK, QuestionId.PAPERS, YES),
        (TextKind.WIFI, readable_code.CHECK, QuestionId.PAPERS, YES),
        (TextKind.CODE, readable_code.CHECK, QuestionId.PAPERS, YES),
        (TextKind.OTHER, readable_code.CHECK, QuestionId.PAPERS, PARTLY),
        (TextKind.PLATE, licence_plate.CHECK, QuestionId.PAPERS, PARTLY),
        (TextKind.PHONE, visible_contact.CHECK, QuestionId.PAPERS, PARTLY),
        (TextKind.EMAIL, visible_contact.CHECK, QuestionId.PAPERS, PARTLY),
        (TextKind.NAME_BADGE, visible_contact.CHECK, QuestionId.NAME, PARTLY),
    ],
)
def test_what_can_be_read(
    kind: TextKind, check: Check, question: QuestionId, degree: Degree
) -> None:
    assert told(on_photo(check, photo(), read(kind))) == [(question, degree)]


def test_a_paper_that_has_run_out_is_partly() -> None:
    for check, kind in (
        (visible_document.CHECK, TextKind.IDENTITY_DOCUMENT),
        (travel_paper.CHECK, TextKind.TICKET),
    ):
        before, until = TODAY - timedelta(days=1), TODAY + timedelta(days=0)
        assert told(on_photo(check, photo(), read(kind, before.isoformat()))) == [
            (QuestionId.PAPERS, PARTLY)
        ]
        assert (QuestionId.PAPERS, YES) in told(
            on_photo(check, photo(), read(kind, until.isoformat()))
        )


def test_a_journey_to_come_tells_the_days_too() -> None:
    found = on_photo(travel_paper.CHECK, photo(), read(TextKind.TICKET, "2026-12-24"))
    assert told(found) == [(QuestionId.PAPERS, YES), (QuestionId.DAYS, YES)]
    assert [value.text for value in found[1].tells] == ["2026-12-24"]
    label = on_photo(travel_paper.CHECK, photo(), read(TextKind.PARCEL_LABEL, "2026-12-24"))
    assert told(label) == [(QuestionId.PAPERS, YES)]


def test_a_day_without_a_year_is_the_one_nearest_to_the_posting() -> None:
    pass_of = replace(
        facts(), barcodes=(Barcode("Aztec", TextKind.BOARDING_PASS, "M1", BOX, "-002"),)
    )
    posted = {year: date(year, 12, 30) for year in (2024, 2026)}
    soon, long_ago = (
        on_photo(
            travel_paper.CHECK,
            replace(photo(), posted_at=MONDAY.replace(year=day.year, month=12, day=30)),
            pass_of,
        )
        for day in (posted[2026], posted[2024])
    )
    assert told(soon) == [(QuestionId.PAPERS, YES), (QuestionId.DAYS, YES)]
    assert told(long_ago) == [(QuestionId.PAPERS, PARTLY)]


def places(times: Sequence[object]) -> list[Observation]:
    prints = taken(times)  # type: ignore[arg-type]
    return on_inventory(frequent_place.CHECK, [account()], prints, places=[spot(prints)])


def test_five_photos_of_two_nights_or_three_days_are_a_place() -> None:
    night = [MONDAY.replace(hour=23), MONDAY.replace(hour=23) + timedelta(days=1)]
    assert told(places([night[0]] * 3 + [night[1]] * 2)) == [(QuestionId.HOME, YES)]
    assert places([night[0]] * 5) == []
    assert places([night[0]] * 3 + [night[1]]) == []
    assert told(places(daily(9, 3) + daily(10, 2))) == [(QuestionId.HOME, YES)]


def test_other_positions_are_partly() -> None:
    where = Metadata(gps=Position(52.5, 13.4))
    assert told(on_photo(position.CHECK, photo(), facts(where))) == [(QuestionId.HOME, PARTLY)]


def test_each_degree_of_routine_stands_alone() -> None:
    zoned = [time.replace(tzinfo=timezone(timedelta(hours=2))) for time in daily(12, 5)]
    prints = taken(TUESDAYS) + [
        replace(each, photo=f"z{each.photo}") for each in (*spread(60), *taken(zoned))
    ]
    found = on_inventory(routine.CHECK, [account()], prints, weekly=[spot(prints[: len(TUESDAYS)])])
    assert {seen.about: seen.degree for seen in found} == {
        routine.WEEKLY: YES,
        routine.QUIET: PARTLY,
        routine.ZONE: PARTLY,
    }
    assert found[0].related == tuple(each.photo for each in prints[: len(TUESDAYS)])


@each_row(
    ("time", "question"),
    [
        ("2024-05-06T13:30:00+02:00", QuestionId.DAYS),
        ("2024-05-05T14:30:00+02:00", QuestionId.DAYS),
        ("2024-05-05T13:30:00+02:00", None),
        ("2024-05-06T23:30:00+02:00", None),
    ],
)
def test_a_capture_time_counts_within_a_day(time: str, question: QuestionId | None) -> None:
    measured = facts(Metadata(captured_at=time))
    assert told(on_photo(capture_time.CHECK, photo(), measured)) == [(question, PARTLY)]
    blunt = on_photo(capture_time.CHECK, photo(), measured, account(proven=False))
    assert told(blunt) == [(None, PARTLY)]


@pytest.mark.parametrize(
    ("name", "question"),
    [("IMG_20240506.jpg", QuestionId.DAYS), ("IMG_20240101.jpg", None)],
)
def test_a_file_name_counts_within_a_day(name: str, question: QuestionId | None) -> None:
    assert told(on_photo(file_name.CHECK, photo(file_name=name))) == [(question, PARTLY)]
    stranger = account(proven=False)
    assert told(on_photo(file_name.CHECK, photo(file_name=name), None, stranger)) == [
        (None, PARTLY)
    ]


@each_row(("name", "degree"), [("Tom Berg", YES), ("Tom", PARTLY), ("T. Berg", PARTLY)])
def test_names(name: str, degree: Degree) -> None:
    for check, metadata in (
        (owner_name.CHECK, Metadata(owner=(f"Copyright 2024 {name}",))),
        (people_named.CHECK, Metadata(people=(NamedPerson(name, "XMP"),))),
    ):
        (seen,) = on_photo(check, photo(), facts(metadata))
        assert (seen.question, seen.degree) == (QuestionId.NAME, degree)
        assert [value.text for value in seen.tells] == [name]


def test_credentials_name_persons_apart_from_the_rest() -> None:
    reveals = (
        Revealed(Reveals.AUTHOR, "Tom Berg"),
        Revealed(Reveals.DEVICE, "Leica"),
        Revealed(Reveals.PLACE, "Szeged"),
    )
    measured = replace(facts(), provenance=Provenance(ProvenanceOutcome.VALID, reveals=reveals))
    assert told(on_photo(credentials_reveal.CHECK, photo(), measured)) == [
        (QuestionId.HOME, PARTLY),
        (QuestionId.NAME, YES),
        (QuestionId.NAME, PARTLY),
    ]


@each_row(
    ("alt", "expected"),
    [
        ("my son Tom Berg at the window", [(QuestionId.NAME, YES)]),
        ("my son Tom at the window", [(QuestionId.NAME, PARTLY)]),
        ("there stands Tom Berg at the window", [(QuestionId.NAME, PARTLY)]),
        ("a cat sleeps in Lisbon", [(QuestionId.HOME, PARTLY)]),
        ("our door, 12 High Street, in the sun", [(QuestionId.HOME, YES)]),
    ],
)
def test_descriptions(alt: str, expected: list[tuple[QuestionId, Degree]]) -> None:
    assert told(on_photo(alt_text.CHECK, photo(alt=alt))) == expected


@each_row(
    ("value", "degree"),
    [
        ("Hauptstraße 12, 10115 Berlin", YES),
        ("12a High Street", YES),
        ("10115 Berlin", PARTLY),
        ("Berlin", PARTLY),
    ],
)
def test_addresses_in_the_file(value: str, degree: Degree) -> None:
    measured = facts(Metadata(contact=(Contact(ContactKind.ADDRESS, value, "IPTC"),)))
    assert told(on_photo(contact_details.CHECK, photo(), measured)) == [(QuestionId.HOME, degree)]


def test_numbers_and_computers_are_partly() -> None:
    measured = facts(
        Metadata(
            contact=(Contact(ContactKind.PHONE, "+49", "IPTC"),), paths=(Trace("/Users/x", "XMP"),)
        )
    )
    assert told(on_photo(contact_details.CHECK, photo(), measured)) == [(QuestionId.PAPERS, PARTLY)]
    assert told(on_photo(path_or_computer.CHECK, photo(), measured)) == [(QuestionId.NAME, PARTLY)]


@each_row(
    ("px", "sharp", "expected"),
    [(111, True, []), (112, True, [PARTLY]), (256, True, [YES]), (256, False, [PARTLY])],
)
def test_faces(px: int, sharp: bool, expected: list[Degree]) -> None:
    small = on_photo(clear_face.CHECK, photo(), shows(px, sharp=sharp))
    assert [seen.degree for seen in small] == expected
    inside = Further(
        FurtherKind.PICTURE, "JPEG", 640, 480, 9, "behind", faces=shows(px, sharp=sharp).faces
    )
    found = on_photo(further_picture.CHECK, photo(), replace(facts(), further=(inside,)))
    assert [seen.degree for seen in found if seen.question is QuestionId.LIKENESS] == expected


def test_a_large_photo_without_faces_looked_for_is_no_evidence() -> None:
    large = replace(
        facts(width=2000, height=2000), unread=(Unread("faces", "missing"),), edition=99
    )
    assert told(on_photo(training_resolution.CHECK, photo(), large)) == [(None, PARTLY)]
    for px, degree in ((130, PARTLY), (256, YES)):
        assert told(on_photo(training_resolution.CHECK, photo(), shows(px, side=2000))) == [
            (QuestionId.LIKENESS, degree)
        ]


@pytest.mark.parametrize(("count", "degree"), [(1, PARTLY), (4, YES)])
def test_likeness_from_t2_on_is_a_yes(count: int, degree: Degree) -> None:
    prints = [
        replace(each, faces=shows(300).faces, width=1200, height=1200)
        for each in taken([None] * count)
    ]
    case = InventoryCase([account()], prints)
    assert [seen.degree for seen in likeness_exposure.CHECK.run(case, TODAY)] == [degree]


def test_what_is_left_open() -> None:
    wide = replace(
        photo(),
        renditions=(Rendition("a", Role.SERVED, 4000, 4000), Rendition("b", Role.DISPLAYED, 9, 9)),
    )
    assert told(on_photo(larger_original.CHECK, wide)) == [(QuestionId.COLLECTED, YES)]
    free: Photo = replace(photo(), licence="CC BY 4.0")
    assert told(on_photo(open_licence.CHECK, free)) == [(QuestionId.COLLECTED, YES)]


@each_row(
    ("where", "degree"),
    [(Openness.PLATFORM_FLAG, YES), (Openness.LABEL, YES), (Openness.META_ROBOTS, PARTLY)],
)
def test_only_the_accounts_own_switch_is_a_yes(where: Openness, degree: Degree) -> None:
    found = on_account(search_engines.CHECK, (IndexSignal(where, "x", open=True),))
    assert told(found) == [(QuestionId.COLLECTED, degree)]


@each_row(("allows", "degree"), [(True, YES), (None, PARTLY), (False, PARTLY)])
def test_the_switch_for_training(allows: bool | None, degree: Degree) -> None:
    signals = (
        Signal(SignalName.ROBOTS_TXT, "r", "Allow", allows=True),
        Signal(SignalName.PLATFORM_FLAG, "p", "x", allows=allows),
    )
    case = AccountCase(account(), Profile(training=signals), 1)
    (seen,) = open_to_training.CHECK.run(case, TODAY)
    assert (seen.question, seen.degree) == (QuestionId.COLLECTED, degree)


@pytest.mark.parametrize(("confirmed", "degree"), [(True, YES), (False, PARTLY)])
def test_a_match_is_a_yes_once_it_is_confirmed(*, confirmed: bool, degree: Degree) -> None:
    case = InventoryCase((), (), private=[match(confirmed=confirmed)])
    assert told(list(private_image.CHECK.run(case, TODAY))) == [(QuestionId.USED, degree)]
