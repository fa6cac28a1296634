"""What of a file's contents leaves the reader process for the vault.

Whoever asks about a file of their own device gets all of it; a scan keeps what a finding needs, and
names, addresses and paths only as excerpts that nobody can use.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace

from auditor.domain.photos.facts import Facts, Metadata
from auditor.domain.photos.file_contents import Contact, ContactKind, Generation, Trace
from auditor.readers.text.masking import DOTS, email, first_letter, initials, link, phone

__all__ = ["mask_contents"]

_PROMPT = 160
"""Characters of a prompt that are kept."""
_NAMES = re.compile(r"\b[^\W\d_a-zß-öø-ÿ][^\W\d_]+(?:[ \t]+[^\W\d_a-zß-öø-ÿ][^\W\d_]+)+")
"""Two words and more that begin with a capital letter."""
_HOME = re.compile(r"(?i)([/\\](?:users|home|documents and settings|benutzer)[/\\])([^/\\]+)")
"""The folder of a person: macOS, Linux, Windows."""


def mask_contents(facts: Facts) -> Facts:
    """Return `facts` as a scan keeps them; position, size and kind of what is inside stay."""
    metadata = facts.metadata
    names = [person.name for person in metadata.people]
    masked = replace(
        metadata,
        people=tuple(replace(each, name=initials(each.name)) for each in metadata.people),
        contact=tuple(map(_mask_contact, metadata.contact)),
        keywords=_mask_keywords(metadata, names),
        paths=tuple(map(_mask_path, metadata.paths)),
        identifiers=(),
        generation=metadata.generation and _mask_prompt(metadata.generation, names),
    )
    return replace(facts, metadata=masked)


def _mask_contact(contact: Contact) -> Contact:
    match contact.kind:
        case ContactKind.EMAIL:
            value = email(contact.value)
        case ContactKind.PHONE:
            value = phone(contact.value)
        case ContactKind.URL:
            value = link(contact.value)
        case ContactKind.ADDRESS:
            value = initials(contact.value)
    return replace(contact, value=value)


def _mask_keywords(metadata: Metadata, names: Iterable[str]) -> tuple[str, ...]:
    """Return the keywords, without those that name somebody."""
    named = {name.casefold() for name in names}
    return tuple(
        word
        for word in metadata.keywords
        if not any(name in word.casefold() for name in named) and "@" not in word
    )


def _mask_path(path: Trace) -> Trace:
    """Keep that there is a person's folder, or that it is a computer's name; nothing of them."""
    home = _HOME.search(path.value)
    if home is not None:
        value = f"{home[1]}{first_letter(home[2])}/{DOTS}"
    elif "/" in path.value or "\\" in path.value:
        value = f"{DOTS}/{DOTS}"
    else:
        value = first_letter(path.value)
    return replace(path, value=value)


def _mask_prompt(made: Generation, names: Iterable[str]) -> Generation:
    if not made.prompt:
        return made
    text = made.prompt
    for name in names:
        text = re.sub(re.escape(name), initials(name), text, flags=re.IGNORECASE)
    text = _NAMES.sub(lambda found: initials(found[0]), text)
    return replace(made, prompt=text[:_PROMPT])
