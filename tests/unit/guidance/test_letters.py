"""The words of letters: whole files, and every element that a law requires.

Each is fulfilled by a paragraph for every sender.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import fields
from importlib.resources import files
from string import Formatter
from urllib.parse import urlsplit

import pytest

from auditor.guidance.age import dated
from auditor.guidance.laws import laws
from auditor.guidance.letters import (
    Letter,
    LetterElement,
    LetterPart,
    Recipient,
    blanks,
    letter,
    letters,
    recipient,
)
from tests.rows import each_row

KINDS = [letter.key for letter in letters()]


def kind(key: str) -> Letter:
    found = letter(key)
    assert found is not None
    return found


def test_copyright_is_offered_last() -> None:
    assert set(KINDS) == {
        "erasure",
        "objection",
        "access",
        "removal-48h",
        "likeness",
        "impostor",
        "dsa-notice",
        "india-grievance",
        "marco-civil",
        "esafety-sheet",
        "ccpa-deletion",
        "erasure-uk",
        "objection-uk",
        "access-uk",
        "quebec-deindex",
        "police-sheet",
        "ftc-complaint",
        "india-appeal",
        "gdpr-complaint",
        "ico-complaint",
        "dsa-complaint",
        "copyright",
    }
    assert KINDS[-1] == "copyright"
    assert len({letter.order for letter in letters()}) == len(KINDS)
    assert [letter.key for letter in letters() if letter.risk] == ["copyright"]


@each_row("key", KINDS)
def test_no_key_of_a_file_is_lost(key: str) -> None:
    tree = tomllib.loads(
        files("auditor.guidance").joinpath("letters", f"{key}.toml").read_text("utf-8")
    )
    assert set(tree) <= {field.name for field in fields(Letter)}
    for name, made in (
        ("element", LetterElement),
        ("part", LetterPart),
        ("local", LetterPart),
        ("recipient", Recipient),
    ):
        for row in tree.get(name, ()):
            assert set(row) <= {field.name for field in fields(made)}


@each_row("key", KINDS)
def test_every_file_is_whole(key: str) -> None:
    found = kind(key)
    keys = [element.key for element in found.element]
    assert len(set(keys)) == len(keys)
    for element in found.element:
        assert element.cites
        assert element.text
        assert urlsplit(element.source_url).scheme == "https"
        assert element.source_date.startswith("undated") or dated(element.source_date)
    for part in (*found.part, *found.local):
        assert set(part.elements) <= set(keys)
        names = {name for _text, name, _spec, _conversion in Formatter().parse(part.text) if name}
        lists = {"targets", "originals", "saved", "offences"}
        assert names <= set(blanks()) | {"date"} | lists
        assert not names & lists or part.text == f"{{{next(iter(names))}}}"
    assert set(found.asks) <= {name for name, blank in blanks().items() if blank.asked}
    assert found.about in found.asks or found.goes_to == "posting"
    assert found.note
    assert found.steps
    assert bool(found.law) == bool(found.jurisdictions)
    assert not found.form or (found.sheet and found.form.startswith("https://"))
    assert {part.when for part in found.part} >= {found.who, "authorised", "unsaid"}


@each_row("key", KINDS)
@each_row("standing", ["sender", "authorised", "unsaid"])
@each_row("where", ["own", "impostor"])
def test_every_element_has_a_paragraph_whoever_sends_it(
    key: str, standing: str, where: str
) -> None:
    found = kind(key)
    if standing == "sender":
        standing = found.who
    held = {
        element
        for part in found.part
        if part.when in {"", standing, where}
        for element in part.elements
    }
    assert held == {element.key for element in found.element}


def test_a_title_is_whole_in_the_menu_of_a_small_terminal() -> None:
    """63 columns are left for a choice at 80; under What helps "Letter: " stands before it."""
    for found in letters():
        assert len(f"Letter: {found.title}") <= 63, found.title


@pytest.mark.parametrize("key", [letter.key for letter in letters() if letter.local])
def test_what_stands_in_the_language_of_the_country_holds_the_same(key: str) -> None:
    found = kind(key)
    assert found.local_subject
    shape = [(part.when, part.elements) for part in found.part]
    assert [(part.when, part.elements) for part in found.local] == shape
    for part, local in zip(found.part, found.local, strict=True):
        assert part.text.count("{") == local.text.count("{")


@each_row("key", [letter.key for letter in letters() if letter.jurisdictions])
def test_its_law_is_in_force_where_it_says_so(key: str) -> None:
    cited = {
        "erasure": "Art. 17",
        "objection": "Art. 21",
        "access": "Art. 15",
        "removal-48h": "Pub. L. 119-12, s.3",
        "copyright": "512(c)",
        "dsa-notice": "2022/2065",
        "india-grievance": "G.S.R. 120(E)",
        "marco-civil": "12.965/2014) art. 21",
        "esafety-sheet": "Online Safety Act 2021",
        "ccpa-deletion": "1798.105",
        "erasure-uk": "United Kingdom, Art. 17",
        "objection-uk": "12A and 21",
        "quebec-deindex": "s. 28.1",
        "access-uk": "United Kingdom, Art. 15",
        "ftc-complaint": "Pub. L. 119-12, s.3",
        "india-appeal": "G.S.R. 120(E)",
        "gdpr-complaint": "Art. 17",
        "ico-complaint": "United Kingdom, Art. 17",
        "dsa-complaint": "2022/2065",
    }[key]
    for code in kind(key).jurisdictions:
        assert [row for row in laws.place(code).rows if row.in_force and cited in row.citation]


@each_row(
    ("key", "where", "holds"),
    [
        ("erasure", "DE", True),
        ("erasure", "eu", True),
        ("erasure", "US-CA", False),
        ("erasure", "GB", False),
        ("access", "IE", True),
        ("access", "GB", False),
        ("access-uk", "GB", True),
        ("erasure-uk", "GB-SCT", True),
        ("objection-uk", "GB-NIR", True),
        ("erasure-uk", "IE", False),
        ("quebec-deindex", "CA-QC", True),
        ("quebec-deindex", "CA-ON", False),
        ("removal-48h", "US-CA", True),
        ("removal-48h", "DE", False),
        ("copyright", "usa", True),
        ("dsa-notice", "FR", True),
        ("dsa-notice", "GB", False),
        ("india-grievance", "IN", True),
        ("marco-civil", "BR", True),
        ("esafety-sheet", "AU-NSW", True),
        ("ccpa-deletion", "US-CA", True),
        ("ccpa-deletion", "US-NY", False),
        ("ftc-complaint", "US-TX", True),
        ("india-appeal", "IN", True),
        ("gdpr-complaint", "FR", True),
        ("gdpr-complaint", "GB", False),
        ("ico-complaint", "GB-WLS", True),
        ("dsa-complaint", "IE", True),
        ("impostor", "DE", None),
        ("police-sheet", "DE", None),
        ("erasure", "", None),
        ("erasure", "somewhere", None),
    ],
)
def test_a_letter_knows_where_its_law_holds(key: str, where: str, holds: bool | None) -> None:
    assert kind(key).holds_in(where) is holds


@each_row("key", ["erasure", "objection", "access"])
@each_row("where", ["GB", "uk", "GB-ENG", "GB-WLS", "GB-SCT", "GB-NIR"])
def test_in_the_united_kingdom_its_own_law_is_named(key: str, where: str) -> None:
    found = letter(key, where)
    assert found is not None
    assert found.key == f"{key}-uk"
    said = " ".join(part.text for part in found.part)
    assert "UK GDPR" in said
    assert "Information Commissioner" in said
    assert "12A" in said
    assert not re.search(r"General Data Protection Regulation|member state|supervisory", said)
    for elsewhere in ("", "IE", "US", "GB-"):
        same = letter(key, elsewhere)
        assert same is not None
        assert same.key == key


@each_row(
    ("key", "said"),
    [
        ("dsa-notice", "at least six months (Article 20)"),
        ("dsa-notice", "Digital Services Coordinator"),
        ("dsa-notice", "out-of-court settlement"),
        ("esafety-sheet", "also where you agreed to it before (section 33(2))"),
        ("india-grievance", "Grievance Appellate Committee (Rule 3A), online at gac.gov.in"),
        ("marco-civil", "26 June 2025 (Temas 987 and 533)"),
        ("erasure-uk", "section 164A"),
        ("quebec-deindex", "cai.gouv.qc.ca"),
        ("ftc-complaint", "the 48 hours begin anew"),
        ("gdpr-complaint", "you can go to a court (Article 78(2))"),
        ("ico-complaint", "section 164A"),
        ("quebec-deindex", "you have 30 days to ask the Commission"),
    ],
)
def test_what_comes_after_a_refusal_is_said(key: str, said: str) -> None:
    assert said in " ".join([*kind(key).note, *kind(key).steps])


@each_row("key", [letter.key for letter in letters() if letter.intimate])
def test_a_subject_in_a_list_of_mail_tells_nothing_intimate(key: str) -> None:
    found = kind(key)
    said = f"{found.subject.text} {found.local_subject.text if found.local_subject else ''}"
    assert not re.search(r"intim|íntim|nud|naked|sexual|abuse", said, re.IGNORECASE)


@each_row("key", [letter.key for letter in letters() if letter.second])
def test_a_second_letter_goes_to_an_authority_and_to_nobody_who_posted_it(key: str) -> None:
    found = kind(key)
    assert found.sheet, "it is no message that could go to a site by mistake"
    said = " ".join(found.note)
    assert "never" in said
    assert "whoever posted it" in said
    assert "help-now --situation extortion" in said
    assert re.search(r"learns?\b|The FTC removes nothing", said)


def test_the_letter_is_never_called_like_the_service_of_ncmec() -> None:
    found = kind("removal-48h")
    said = " ".join([found.title, found.subject.text, *(part.text for part in found.part)])
    assert "take it down" not in said.casefold()
    assert "take it down" not in found.key


def test_a_recipient_has_a_source_or_stays_unknown() -> None:
    found = recipient(kind("likeness"), "https://civitai.com/models/1")
    assert found is not None
    assert found.email == "digital-likeness@civitai.com"
    assert found.source_url
    assert recipient(kind("likeness"), "https://notcivitai.com/models/1") is None
    assert recipient(kind("removal-48h"), "https://1984.hosting/") is None
    known = recipient(kind("erasure"), "https://1984.hosting/x")
    assert known is not None
    assert known.confidence == "low"
    assert known.source_url
    assert recipient(kind("erasure"), "https://[broken") is None


def test_no_blank_is_written_twice() -> None:
    text = files("auditor.guidance").joinpath("letters", "blanks.toml").read_text("utf-8")
    keys = re.findall(r'^key = "(\w+)"$', text, re.MULTILINE)
    assert sorted(set(keys)) == sorted(keys) == sorted(blanks())
