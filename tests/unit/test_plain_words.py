"""Plain words: no jargon in anything that a person reads, whichever face shows it.

All sentences of the program stand in the catalogue (tests/unit/test_words.py sees to that), and
besides it there are the helps of the commands, what is said of each check, and what stands in the
report without a sentence of its own.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest

from auditor.checks import ALL
from auditor.report.words.why import when_wrong, why
from tests import commands
from tests.catalogue import sentences
from tests.rows import each_row
from tests.unit.report.making import InventedSession, text_of

FORBIDDEN = {
    r"\bv?PDQ\b": "fingerprint",
    r"\b[dpw]-?[Hh]ash(es)?\b": "fingerprint",
    r"[Hh]amming|[Pp]erceptual": "how far two fingerprints are from each other",
    r"\bT[0-4]\b": "what it is enough for (tier_name)",
    r"\b[Tt]iers?\b|\b[Rr]ungs?\b": "step",
    r"\b[Ss]cores?\b": "n of 8 seen",
    r"[+-]0\.0\b": "nothing: what changes nothing is left out",
    r"page not opened|code cop(y|ies)": "the page itself was not looked at",
    r"[Rr]endition": "size",
    r"\bLoRA\b|[Ee]mbedding|[Hh]euristic|[Tt]hreshold": "what is counted, and how many are enough",
    r"\b[Dd]igests?\b|\b[Oo]racle|\b[Ww]itness(es)?\b|\b[Ss]olver": "what stands behind the answer",
    r"\b[Ii]nventory\b|\b[Cc]luster": "photos, or a place",
    r"\bAPI\b|\bREST\b|[Ee]ndpoint|[Pp]ayload": "what programs can read",
    r"\bEXIF\b|\bXMP\b|\bIPTC\b": "metadata",
    r"\b(?:[Aa]n?|[Tt]he|[Ii]ts|[Yy]our) handles?\b": "account name",
    r"\b[Nn]o source reads\b": "this program cannot look into it",
    r"\bproof: none\b": "not proven",
    r"\bminutes (?:that )?end it\b": "what the changes end, and that copies stay",
    r"\bDID\b": "the account's permanent name",
    r"\brel=": "a link, and where it stands",
    r"\bMD5\b|SHA-?\d": "checksum",
    r"\bstd(out|err)\b|[Tt]raceback|[Bb]oolean|\b[Rr]egex": "plain words",
}
"""Jargon, and what is said instead."""

HASHES = "it writes hashes out for other programs, which know them by these names"
CHECKSUMS = "checked with another program, which knows it by this name"
SITE_OWNER = "what the owner of a site has to write into it, letter by letter"
ON_PLATFORM = "what the platform's own page calls it"
BROKEN_ANSWER = "what is wrong with a server's answer, for who runs it"
IN_FILE = "the part of a file that could not be read, as other programs call it"
IN_ADDRESS = "a part of the address of a page"
TYPED = "how an address that may be typed begins"
OPTION = "the name of an option, as scripts call it"
EXCEPTIONS = {
    "How a picture is prepared for PDQ": HASHES,
    "PDQ ({variant})": HASHES,
    "an MD5": HASHES,
    "a SHA-1": HASHES,
    "a SHA-512": HASHES,
    "holds {count} numbers of 64 digits": HASHES,
    "is no PDQ hash": HASHES,
    "is the header of a table that has no column of PDQ hashes": HASHES,
    "A list is 64 hex digits a line": HASHES,
    "64 bits, as of pHash or dHash": HASHES,
    "MD5": HASHES,
    "SHA-256": HASHES,
    "help: hash": HASHES,
    "help: corpus search": OPTION,
    "Each link is the SHA-256": CHECKSUMS,
    "Number of the certificate (SHA-256)": CHECKSUMS,
    "manifest.sha256": CHECKSUMS,
    "For uploads over 2560 px WordPress": SITE_OWNER,
    "If the account name is your own domain": SITE_OWNER,
    "Take the licence out of the page": SITE_OWNER,
    "Allow others to share": ON_PLATFORM,
    "First save evidence: the address, the account's DID": ON_PLATFORM,
    "DID document": BROKEN_ANSWER,
    "resolveHandle": BROKEN_ANSWER,
    "An XMP block": IN_FILE,
    "The XMP block": IN_FILE,
    "The last IPTC record": IN_FILE,
    "There are more": IN_FILE,
    "Add the account by its DID": TYPED,
    "Type a URL": TYPED,
    "A key is bought at https://haveibeenpwned.com/": IN_ADDRESS,
    "{host} does not take the key (401)": IN_ADDRESS,
    "{handle} is neither": TYPED,
}
"""Sentences by their start that may say it, each with the reason."""


def said() -> Iterator[tuple[str, str]]:
    """Yield what a person reads, after what is named by it in `EXCEPTIONS`."""
    for sentence in sentences():
        for form in (sentence,) if isinstance(sentence, str) else sentence:
            yield form, form
    for words in ((), *commands.commands()):
        yield "help: " + " ".join(words), commands.help_text(words)
    for check in ALL:
        yield check.id, " ".join((check.title, why(check.id), when_wrong(check.id)))


def jargon(text: str) -> list[str]:
    return [
        f"{found[0]!r}: say {plain}"
        for word, plain in FORBIDDEN.items()
        if (found := re.search(word, text))
    ]


def test_no_sentence_is_jargon() -> None:
    used: set[str] = set()
    found: dict[str, list[str]] = {}
    for name, text in said():
        if words := jargon(text):
            excused = {start for start in EXCEPTIONS if name.startswith(start)}
            used |= excused
            if not excused:
                found[name[:90]] = words
    assert found == {}
    assert set(EXCEPTIONS) - used == set(), "no longer needed"


@pytest.mark.parametrize("form", ["html", "csv"])
async def test_no_report_is_jargon(form: str) -> None:
    session = InventedSession()
    told = await text_of(session, form, full=True)
    shown = re.sub(r"<style>.*?</style>|<[^>]*>", " ", told, flags=re.DOTALL)
    assert jargon(shown.replace("The EXIF data of", "")) == []  # the words of an invented finding


@each_row("text", ["PDQ", "T2", "score +0.0", "page not opened", "2026 code copies"])
def test_what_the_issue_names_is_found(text: str) -> None:
    assert jargon(f"a sentence with {text} in it")
