"""Could a stranger learn a name that you do not show yourself, or that of somebody with you?

What: Yes, if a full name stands in a photo or its file that no profile of that account shows.
Partly, for a first name, initials, a name badge, the name of a computer, a prompt, or something
inside the file of which nothing is known. A name that stands in the handle, name or description of
the account's profile does not count, and neither does one that you marked with "I show this name".

When it is wrong: A full name is at least two words without digits, so a firm or the title of a film
passes for one, and a single artist's name does not. Names that descriptions only seem to hold, by
their capitals, count as partly. A name that people say in comments is not looked for.

What hiding photos cannot do: A name that is known stays known, and whoever has it finds what else
stands under it. Profiles of other people may name you too.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from auditor.checks import (
    alt_text,
    credentials_reveal,
    embedded_thumbnail,
    further_picture,
    generation_prompt,
    owner_name,
    path_or_computer,
    people_named,
    visible_contact,
)
from auditor.domain.findings.answer import QuestionAnswer, QuestionRule
from auditor.domain.findings.digest import AccountScene, Digest, Looked, SignGroup
from auditor.domain.findings.question import Degree, QuestionId
from auditor.domain.text.names import is_full_name, shows
from auditor.domain.text.statement import Kind, Statement, Value
from auditor.messages import N_, NN_
from auditor.questions.phrases import Phrase, of_question, seen_in, where
from auditor.questions.state import Needs, QuestionFrame, answered

ASKED = QuestionFrame(
    QuestionId.NAME,
    N_(
        "Could a stranger learn a name that you do not show yourself, or that of somebody with you?"
    ),
    Needs(frozenset({Looked.METADATA, Looked.PROVENANCE, Looked.FURTHER})),
)
_TELL = NN_(
    "{n} photo tells the name {tells}, which the profile does not show ({where})",
    "{n} photos tell the names {tells}, which the profile does not show ({where})",
)
PHRASES = (
    Phrase(people_named.CHECK.id, _TELL),
    Phrase(owner_name.CHECK.id, _TELL),
    Phrase(credentials_reveal.CHECK.id, _TELL, about="name"),
    Phrase(
        alt_text.CHECK.id,
        NN_(
            "the description of {n} photo seems to name {tells} ({where})",
            "the descriptions of {n} photos seem to name {tells} ({where})",
        ),
    ),
    Phrase(
        visible_contact.CHECK.id,
        NN_(
            "a name badge can be read in {n} photo ({where})",
            "name badges can be read in {n} photos ({where})",
        ),
    ),
    Phrase(
        path_or_computer.CHECK.id,
        NN_(
            "{n} photo tells a path or the name of a computer ({where})",
            "{n} photos tell a path or the name of a computer ({where})",
        ),
    ),
    Phrase(
        credentials_reveal.CHECK.id,
        NN_(
            "the content credentials of {n} photo tell of a device, an account or another picture "
            "({where})",
            "the content credentials of {n} photos tell of a device, an account or another picture "
            "({where})",
        ),
        about="other",
    ),
    Phrase(
        generation_prompt.CHECK.id,
        NN_(
            "the file of {n} photo holds the prompt it was made with ({where})",
            "the files of {n} photos hold the prompts they were made with ({where})",
        ),
    ),
    Phrase(
        embedded_thumbnail.CHECK.id,
        NN_(
            "the small picture inside {n} file shows something else ({where})",
            "the small pictures inside {n} files show something else ({where})",
        ),
    ),
    Phrase(
        further_picture.CHECK.id,
        NN_(
            "{n} file holds more than its photo shows ({where})",
            "{n} files hold more than their photos show ({where})",
        ),
    ),
)
"""Names first."""


def answer(digest: Digest) -> QuestionAnswer:
    """Return the answer."""
    accounts = {account.id: account for account in digest.scene.accounts}
    groups = of_question(digest, ASKED.id)
    counted = [kept for group in groups if (kept := _not_shown(group, accounts.get(group.account)))]
    notes = tuple(_shown_no_more(groups, digest))
    return answered(ASKED, digest, seen_in(digest, counted, PHRASES), notes)


def _not_shown(group: SignGroup, account: AccountScene | None) -> SignGroup | None:
    """Return the group with the names that the account does not show; None if it shows all."""
    names = [value for value in group.tells if value.kind is Kind.NAME]
    if not names or account is None:
        return group
    shown = (*account.shows, *account.own_names)
    left = tuple(value for value in names if not any(shows(text, value.text) for text in shown))
    if not left:
        return None
    full = any(is_full_name(value.text) for value in left)
    return replace(group, tells=left, degree=group.degree if full else Degree.PARTLY)


def _shown_no_more(groups: tuple[SignGroup, ...], digest: Digest) -> Iterator[Statement]:
    """Say which marked names the profile no longer shows, and what would count without the mark."""
    for account in digest.scene.mine:
        for name in account.own_names:
            if any(shows(text, name) for text in account.shows):
                continue
            photos = {
                photo
                for group in groups
                if group.account == account.id
                and any(shows(name, value.text) for value in group.tells)
                for photo in group.photos
            }
            single, many = NN_(
                "you marked {name} as shown, and the profile of {where} shows it no more: {n} "
                "photo would count without the mark",
                "you marked {name} as shown, and the profile of {where} shows it no more: {n} "
                "photos would count without the mark",
            )
            values = (Value("name", name, Kind.NAME), where([account]))
            yield Statement(single, values, many, len(photos))


QUESTION = QuestionRule(ASKED.id, ASKED.title, answer)
