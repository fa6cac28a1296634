"""The checks on what stands in a file beside its picture."""

from __future__ import annotations

from dataclasses import replace

import pytest

from auditor.checks import (
    contact_details,
    further_picture,
    generation_prompt,
    path_or_computer,
    people_named,
)
from auditor.domain.findings.aftercare import AftercareKey
from auditor.domain.findings.check import PhotoCheck
from auditor.domain.findings.finding import Severity
from auditor.domain.findings.question import QuestionId
from auditor.domain.photos.facts import EmbeddedThumbnail, Metadata
from auditor.domain.photos.file_contents import (
    Contact,
    ContactKind,
    Further,
    FurtherKind,
    Generation,
    NamedPerson,
    Trace,
)
from auditor.domain.photos.picture_contents import Box, Face, TextFound, TextKind
from auditor.domain.photos.position import Position
from tests.rows import each_row
from tests.unit.checks.cases import HOSTILE, facts, on_photo, photo, words

PEOPLE = Metadata(people=(NamedPerson("E••• M•••", "XMP mwg-rs:Name"),))
REACHED = Metadata(contact=(Contact(ContactKind.EMAIL, "e•••@•••.org", "XMP CiEmailWork"),))
PATH = Metadata(paths=(Trace("/Users/e•••/•••", "XMP xmpMM:History"),))
PROMPT = Metadata(generation=Generation("ComfyUI", "portrait of E••• M•••"))
FILM = Further(FurtherKind.VIDEO, "mov", 1024, 768, 1_200_000, "behind the end", sound=True)
PICTURE = Further(FurtherKind.PICTURE, "JPEG", 640, 480, 50_000, "behind the end")

BESIDE = [
    (people_named.CHECK, PEOPLE, "E•••"),
    (contact_details.CHECK, REACHED, "e•••@•••.org"),
    (path_or_computer.CHECK, PATH, "/Users/e•••"),
    (generation_prompt.CHECK, PROMPT, "E•••"),
]


@each_row(("check", "metadata", "told"), BESIDE)
def test_the_file_tells_it(check: PhotoCheck, metadata: Metadata, told: str) -> None:
    (seen,) = on_photo(check, photo(), facts(metadata))
    assert told in words(seen)
    assert told not in words(seen, masked=True)
    assert seen.remedy == "clean-metadata"


@each_row(("check", "metadata", "told"), BESIDE)
def test_the_platform_publishes_it(check: PhotoCheck, metadata: Metadata, told: str) -> None:
    (seen,) = on_photo(check, photo(published=metadata), facts())
    assert told in words(seen)
    assert seen.remedy == "published-metadata"


@each_row("check", [*(check for check, *_ in BESIDE), further_picture.CHECK])
def test_nothing_says_nothing(check: PhotoCheck) -> None:
    assert on_photo(check, photo(), facts()) == []
    assert on_photo(check, photo(), None) == []


def test_hostile_texts_are_cut_to_a_few() -> None:
    metadata = Metadata(people=tuple(NamedPerson(f"{HOSTILE}{place}", "x") for place in range(30)))
    (seen,) = on_photo(people_named.CHECK, photo(), facts(metadata))
    assert len(seen.evidence) == 5


@each_row(
    ("kind", "severity"),
    [
        (ContactKind.URL, Severity.LOW),
        (ContactKind.EMAIL, Severity.MEDIUM),
        (ContactKind.PHONE, Severity.HIGH),
        (ContactKind.ADDRESS, Severity.HIGH),
    ],
)
def test_an_address_weighs_more_than_a_site(kind: ContactKind, severity: Severity) -> None:
    metadata = Metadata(contact=(Contact(kind, "x•••", "XMP"),))
    (seen,) = on_photo(contact_details.CHECK, photo(), facts(metadata))
    assert seen.severity is severity


def test_a_model_without_a_prompt_says_nothing() -> None:
    made = Metadata(generation=Generation("ComfyUI", None))
    assert on_photo(generation_prompt.CHECK, photo(), facts(made)) == []


def test_a_film_with_sound() -> None:
    seen_facts = replace(facts(), further=(FILM,))
    (seen,) = on_photo(further_picture.CHECK, photo(), seen_facts)
    assert seen.severity is Severity.HIGH
    assert "1024 × 768 px" in words(seen)
    assert "sound" in words(seen)


@each_row(
    ("further", "severity"),
    [
        (PICTURE, Severity.MEDIUM),
        (replace(PICTURE, differs=True, gps=Position(47.5, 19.04)), Severity.HIGH),
        (replace(PICTURE, differs=False, gps=Position(47.5, 19.04)), Severity.HIGH),
        (replace(PICTURE, kind=FurtherKind.UNKNOWN), Severity.LOW),
        (replace(PICTURE, kind=FurtherKind.PAGE), Severity.MEDIUM),
        (replace(PICTURE, kind=FurtherKind.THUMBNAIL, differs=True), Severity.MEDIUM),
    ],
)
def test_what_counts(further: Further, severity: Severity) -> None:
    (seen,) = on_photo(further_picture.CHECK, photo(), replace(facts(), further=(further,)))
    assert seen.severity is severity
    assert "47.50000" not in words(seen, masked=True)


GAIN_MAP = Further(
    FurtherKind.PICTURE, "JPEG", 400, 300, 9000, "behind the end (gain map)", derived=True
)
SHOWN = replace(facts(), width=1600, height=1200)


@each_row(
    "derived",
    [
        GAIN_MAP,
        replace(GAIN_MAP, width=300, height=400),  # stored before the turn
        replace(GAIN_MAP, width=399, height=300),
        replace(GAIN_MAP, width=None, height=None),
    ],
)
def test_maps_of_the_same_exposure_are_no_finding(derived: Further) -> None:
    assert on_photo(further_picture.CHECK, photo(), replace(SHOWN, further=(derived,))) == []


@pytest.mark.parametrize(
    ("derived", "severity"),
    [
        (replace(GAIN_MAP, width=400, height=225), Severity.MEDIUM),  # cropped without its map
        (replace(GAIN_MAP, gps=Position(47.5, 19.04)), Severity.HIGH),
    ],
)
def test_maps_that_show_more_are_one(derived: Further, severity: Severity) -> None:
    (seen,) = on_photo(further_picture.CHECK, photo(), replace(SHOWN, further=(derived,)))
    assert seen.severity is severity


@each_row(
    "further",
    [
        replace(PICTURE, differs=False),
        replace(PICTURE, kind=FurtherKind.FRAME),
        replace(PICTURE, kind=FurtherKind.THUMBNAIL),
        replace(PICTURE, kind=FurtherKind.THUMBNAIL, differs=False),
    ],
)
def test_what_shows_no_more_than_the_photo(further: Further) -> None:
    assert on_photo(further_picture.CHECK, photo(), replace(facts(), further=(further,))) == []


def test_the_first_thumbnail_is_told_by_its_own_check() -> None:
    inner = EmbeddedThumbnail(160, 120, 100, differs=True)
    thumbnail = Further(FurtherKind.THUMBNAIL, "JPEG", 160, 120, 900, "EXIF", differs=True)
    preview = replace(thumbnail, width=640, height=480)
    metadata = Metadata(embedded_thumbnail=inner)
    assert (
        on_photo(further_picture.CHECK, photo(), replace(facts(metadata), further=(thumbnail,)))
        == []
    )
    (seen,) = on_photo(
        further_picture.CHECK, photo(), replace(facts(metadata), further=(thumbnail, preview))
    )
    assert "640 × 480 px" in words(seen)


def test_a_postal_address_is_for_another_question_than_a_number() -> None:
    several = (ContactKind.PHONE, ContactKind.ADDRESS, ContactKind.URL)
    metadata = Metadata(contact=tuple(Contact(kind, f"{kind}•••", "XMP") for kind in several))
    home, papers = on_photo(contact_details.CHECK, photo(), facts(metadata))
    assert (home.question, papers.question) == (QuestionId.HOME, QuestionId.PAPERS)
    assert "address•••" in words(home)
    assert "address•••" not in words(papers)


FACE = Face(Box(0, 0, 200, 200), 0.9)
READ = TextFound(TextKind.ADDRESS, "•••", 0.9, Box(0, 0, 9, 9))


@each_row(
    ("further", "questions"),
    [
        (PICTURE, {QuestionId.NAME}),
        (FILM, {QuestionId.NAME}),
        (replace(PICTURE, text=(replace(READ, kind=TextKind.LINK),)), {QuestionId.NAME}),
        (replace(PICTURE, gps=Position(47.5, 19.04)), {QuestionId.HOME}),
        (replace(PICTURE, faces=(FACE,)), {QuestionId.LIKENESS}),
        (replace(PICTURE, faces=(FACE,), text=(READ,)), {QuestionId.HOME, QuestionId.LIKENESS}),
        (replace(PICTURE, text=(replace(READ, kind=TextKind.TICKET),)), {QuestionId.PAPERS}),
    ],
)
def test_a_further_picture_is_for_what_it_shows(
    further: Further, questions: set[QuestionId]
) -> None:
    found = on_photo(further_picture.CHECK, photo(), replace(facts(), further=(further,)))
    assert {seen.question for seen in found} == questions


def test_a_card_in_a_further_picture_is_blocked_as_one_in_the_photo() -> None:
    card = replace(PICTURE, text=(replace(READ, kind=TextKind.PAYMENT_CARD),), faces=(FACE,))
    found = on_photo(further_picture.CHECK, photo(), replace(facts(), further=(card,)))
    assert {seen.question: seen.aftercare for seen in found} == {
        QuestionId.PAPERS: (AftercareKey.PAYMENT_CARD,),
        QuestionId.LIKENESS: (),
    }
