"""Ways to reach a person: in the properties made for them, and in texts.

A text counts only where the pattern is a strict one, as in pictures of texts.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from auditor.domain.photos.file_contents import Contact, ContactKind, NamedPerson, Trace
from auditor.readers.metadata.found import RawMetadata
from auditor.readers.text.kinds.contact import numbers_to_call

_LONGEST = 20_000
_MOST = 20
_MOST_SIGNS = 200
_LONGEST_NAME, _LONGEST_HOST = 64, 330
_LEAST_DIGITS = 7
"""Of a number in a text that somebody typed: local numbers of North America have seven."""
_EMAIL = re.compile(
    r"(?<![\w.%+-])[A-Za-z0-9][A-Za-z0-9._%+-]{0,63}@(?:[A-Za-z0-9-]{1,63}\.){1,5}[A-Za-z]{2,24}(?![\w@])"
)
_URL = re.compile(r"(?:https?://|www\.)[^\s<>\"']{3,300}", re.IGNORECASE)
_SURE_ENOUGH = 0.8
"""With a country code, or beside a word for a telephone."""
_DIGITS = re.compile(r"\+?[\d][\d ()./-]{5,24}\Z")
_LICENCE_HOSTS = ("creativecommons.org", "ns.useplus.org", "iptc.org", "w3.org", "wikidata.org")
_PATH = re.compile(
    r"file://|(?<![A-Za-z])[A-Za-z]:[\\/][^\s\\/]|\\\\[\w.$-]+\\|~/\w"
    r"|(?<![\w.:/-])/(?:Users|home|Volumes|mnt|media|var/mobile|storage/emulated|sdcard|data/user)/\w"
)
_LONGEST_PATH = 1000
_LONGEST_KEY = 80


def add_contact(kind: ContactKind, text: str, where: str, found: RawMetadata) -> None:
    """Add one contact; several e-mail addresses or phones may stand in one text."""
    kept = text.strip("\0 \t\r\n")
    if not kept or (kind is ContactKind.URL and any(host in kept for host in _LICENCE_HOSTS)):
        return
    if kind is ContactKind.EMAIL:
        addresses = emails_in(kept)
        found.contact += [Contact(kind, address, where) for address in addresses] or [
            Contact(kind, kept, where)
        ]
    else:
        found.contact.append(Contact(kind, kept, where))


def add_free_contact(text: str, where: str, found: RawMetadata) -> None:
    """Add what stands in a field for any contact: a name, an address, a number."""
    kept = text.strip("\0 \t\r\n")
    told = list(contacts_in(kept, where))
    told += [Contact(ContactKind.URL, url, where) for url in _URL.findall(kept)[:_MOST]]
    if not told and _DIGITS.match(kept):
        told = [Contact(ContactKind.PHONE, kept, where)]
    found.contact += told
    if told or not kept:
        return
    if any(sign.isdigit() for sign in kept):
        found.contact.append(Contact(ContactKind.ADDRESS, kept, where))
    else:
        found.people.append(NamedPerson(kept, where))


def contacts_in(text: str, where: str) -> Iterator[Contact]:
    """Yield e-mail addresses and phone numbers that stand in a text."""
    cut = text[:_LONGEST]
    if "@" in cut:
        for address in emails_in(cut):
            yield Contact(ContactKind.EMAIL, address, where)
    found = 0
    before = ""
    for line in cut.splitlines():
        for number, sure in numbers_to_call(line, before, least=_LEAST_DIGITS):
            if sure < _SURE_ENOUGH:
                continue
            yield Contact(ContactKind.PHONE, number, where)
            found += 1
            if found >= _MOST:
                return
        before = line


def emails_in(text: str) -> list[str]:
    """Return the e-mail addresses of a text, at most 20."""
    found: list[str] = []
    place = 0
    for _step in range(_MOST_SIGNS):
        at = text.find("@", place)
        if at < 0 or len(found) >= _MOST:
            break
        match = _EMAIL.search(text, max(place, at - _LONGEST_NAME), at + _LONGEST_HOST)
        place = at + 1
        if match is not None and match.start() < at < match.end():
            found.append(match[0])
            place = match.end()
    return list(dict.fromkeys(found))


def looks_like_path(text: str) -> bool:
    """Whether a text is the path of a file on somebody's device, or holds one."""
    return len(text) <= _LONGEST_PATH and _PATH.search(text) is not None


def add_traces_of_texts(part: RawMetadata, png_texts: Mapping[str, str]) -> None:
    """Add to a part the contacts and paths that stand in its own texts.

    `png_texts` are told with the part "png", by their keyword.
    """
    source = part.source.upper()
    if part.generation is not None:  # seeds and sizes beside a prompt look like numbers to call
        texts = [(part.generation.prompt or "", f"{source} prompt")]
    else:
        texts = [(text, f"{source} description") for text in part.descriptions]
    texts += [(text, f"{source} owner") for text in part.owners]
    for text, where in texts[: 2 * _MOST]:
        part.contact += contacts_in(text, where)
    texts = [(part.software or "", f"{source} software"), *texts]
    if part.source == "png":
        texts = [(text, f"PNG {key[:_LONGEST_KEY]}") for key, text in png_texts.items()]
    part.paths += [Trace(text, where) for text, where in texts if looks_like_path(text)]
