"""Letters as text and as .eml."""

from __future__ import annotations

import email
import re
from dataclasses import replace
from datetime import date
from email.policy import SMTP
from urllib.parse import parse_qs, urlsplit

from auditor.engine.evidence.letters import SenderStanding, Written, write
from auditor.guidance.letters import Recipient, letter, letters
from auditor.report.json import letter as letter_documents
from tests import json_shapes
from tests.rows import each_row
from tests.unit.engine.evidence import impostor, own


def written(key: str) -> Written:
    kind = letter(key)
    assert kind is not None
    return write(
        kind,
        [impostor()],
        {"name": "Äda\r\nBcc: eve@evil.example"},
        SenderStanding.SHOWN,
        date(2026, 11, 23),
    )


@each_row("key", [letter.key for letter in letters()])
def test_both_forms_say_the_same_and_list_what_is_missing(key: str) -> None:
    made = written(key)
    text = letter_documents.text(made)
    message = email.message_from_bytes(letter_documents.eml(made), policy=SMTP)
    assert message.get_content().replace("\r\n", "\n") == letter_documents.body(made)
    assert text.endswith(letter_documents.body(made))
    assert message["Subject"] == made.subject
    assert message["X-Unsent"] == "1"
    listed = text.partition("STILL TO FILL IN")[2]
    assert made.blanks
    assert all(f"[ ] {blank}" in listed for blank in made.blanks)


def test_no_header_comes_from_outside() -> None:
    made = replace(written("erasure"), subject="Hello\r\nBcc: eve@evil.example\x1b")
    message = email.message_from_bytes(letter_documents.eml(made), policy=SMTP)
    assert sorted(message.keys()) == [
        "Content-Transfer-Encoding",
        "Content-Type",
        "MIME-Version",
        "Subject",
        "To",
        "X-Unsent",
    ]
    assert message["Bcc"] is None
    assert b"\r\nBcc:" not in letter_documents.eml(made)


@each_row("key", [letter.key for letter in letters()])
def test_the_mail_program_gets_the_whole_letter_and_no_header_from_outside(key: str) -> None:
    made = written(key)
    address = letter_documents.mailto(made)
    parts = urlsplit(address)
    asked = parse_qs(parts.query, strict_parsing=True)
    assert parts.scheme == "mailto"
    assert set(asked) == {"subject", "body"}
    assert asked["subject"] == [made.subject]
    said = " ".join(asked["body"][0].split())
    assert all(" ".join(each.text.split()) in said for each in made.paragraphs)
    assert all(line.strip() in said for each in made.paragraphs for line in each.lines)
    assert re.fullmatch(r"[!-~]+", address)


def test_what_is_too_long_for_common_programs_is_said() -> None:
    assert letter_documents.mail_too_long("m" * letter_documents.MAILTO_MOST) == ""
    said = letter_documents.mail_too_long("m" * (letter_documents.MAILTO_MOST + 1))
    assert "2001 characters" in said
    assert ".eml" in said
    kept = " ".join(letter_documents.mail_keeps())
    assert all(word in kept for word in ("drafts", "sent mail", "address book", "synchronised"))


def test_it_goes_to_nobody_unless_the_site_names_an_address() -> None:
    blank = email.message_from_bytes(letter_documents.eml(written("erasure")), policy=SMTP)
    assert blank["To"].addresses == ()
    assert "[e-mail address of the site" in str(blank["To"])
    known = replace(
        written("likeness"),
        to=Recipient(
            ("civitai.com",), "digital-likeness@civitai.com", "https://x.example", "2026-08", "high"
        ),
    )
    assert (
        email.message_from_bytes(letter_documents.eml(known), policy=SMTP)["To"]
        == "digital-likeness@civitai.com"
    )


def test_the_list_names_law_and_source_of_every_element() -> None:
    told = json_shapes.check(letter_documents.kinds(letters()))
    assert told["schema"] == "auditor/letters/1"
    assert [letter["kind"] for letter in told["letters"]] == [letter.key for letter in letters()]
    assert all(
        element["source_url"] and element["cites"]
        for letter in told["letters"]
        for element in letter["elements"]
    )
    assert own().targets
