"""A letter as text and as .eml, and the list of letters as a document.

Nothing here sends anything.
"""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Sequence
from email.headerregistry import Address, Group
from email.message import EmailMessage
from email.policy import SMTP
from urllib.parse import quote

from auditor.domain.text.foreign_text import clean
from auditor.engine.evidence.letters import Written
from auditor.guidance.help.help_services import not_under_18
from auditor.guidance.letters import CHECKED_ON, Letter, blanks
from auditor.messages import _
from auditor.report.json.documents import write
from auditor.report.json.shapes.guidance import LetterJson, LettersJson

_WIDTH = 72
_HEADER = 200
MAILTO_MOST = 2000
"""Characters of a mailto address that common programs take whole: browsers and mail programs on
Windows cut or refuse longer ones (measured by others at 2008 and 2046)."""


def text(letter: Written) -> str:
    """Return the letter as plain text; what is still to fill is listed at its end."""
    return _("Subject: {subject}").format(subject=letter.subject) + "\n\n" + body(letter)


def body(letter: Written) -> str:
    """Return the letter without its subject."""
    blocks = [
        "\n".join(paragraph.lines) if paragraph.lines else _wrapped(paragraph.text)
        for paragraph in letter.paragraphs
    ]
    return "\n\n".join([*blocks, *_to_fill(letter.blanks)]) + "\n"


def eml(letter: Written) -> bytes:
    """Return the letter as a message that mail programs open as a draft.

    Its recipient is a marked blank unless the site names one.
    """
    message = EmailMessage(policy=SMTP)
    if letter.to is None:
        # A group without members: a valid header that no mail program can send to.
        message["To"] = Group(_("[{blank}]").format(blank=_(blanks()["recipient_email"].text)), ())
    else:
        message["To"] = Address(addr_spec=letter.to.email)
    message["Subject"] = clean(letter.subject, _HEADER)
    message["X-Unsent"] = "1"
    message.set_content(body(letter), charset="utf-8")
    return message.as_bytes()


def mailto(letter: Written) -> str:
    """Return the letter as an address that mail programs open as a draft (RFC 6068).

    Paragraphs are not wrapped, to keep it short; its blanks stay marked. It may be longer than
    `MAILTO_MOST`.
    """
    paragraphs = ("\n".join(each.lines) if each.lines else each.text for each in letter.paragraphs)
    words = quote("\n\n".join(paragraphs).replace("\n", "\r\n"), safe="", errors="replace")
    to = quote(letter.to.email, safe="@") if letter.to is not None else ""
    return f"mailto:{to}?subject={quote(clean(letter.subject, _HEADER), safe='')}&body={words}"


def mail_keeps() -> tuple[str, ...]:
    """Return what to know before a letter is handed to the mail program."""
    return (
        _(
            "A mail program keeps what it is given: the letter among drafts and sent mail, the "
            "address in an address book, and all of it on every device and server that the mail "
            "account is synchronised with, also where somebody else can read it."
        ),
        _(
            "While it opens, the letter stands for a moment in the list of running programs, which "
            "others on this computer can read. Nothing is sent until you send it there."
        ),
    )


def mail_too_long(address: str) -> str:
    """Return that an address is too long for common programs, "" where it is not."""
    if len(address) <= MAILTO_MOST:
        return ""
    return _(
        "The letter is too long to be handed over: {n} characters, and many mail programs take "
        "{most}. As a message, a file that ends in .eml, it opens whole."
    ).format(n=len(address), most=MAILTO_MOST)


def kinds(listed: Sequence[Letter], where: str = "") -> str:
    """auditor/letters/1: every kind with the elements that its law requires.

    `where` is the place whose services for people under 18 are named.
    """
    minors = [line.strip() for line in not_under_18(where)]
    body: LettersJson = {"letters": [_kind(letter, minors) for letter in listed]}
    return write("letters", body)


def _kind(letter: Letter, minors: list[str]) -> LetterJson:
    return {
        "kind": letter.key,
        "title": _(letter.title),
        "law": letter.law or None,
        "for_whom": _(letter.for_whom),
        "jurisdictions": list(letter.jurisdictions),
        "does_not_fit": [_(line) for line in letter.note],
        "steps": [_(line) for line in letter.steps],
        "risk": _(letter.risk.text) if letter.risk else None,
        "elements": [
            {
                "key": each.key,
                "text": _(each.text),
                "cites": each.cites,
                "source_url": each.source_url,
                "source_date": each.source_date,
            }
            for each in letter.element
        ],
        "checked_on": CHECKED_ON.isoformat(),
        "intimate": letter.intimate,
        "under_18": minors if letter.intimate else [],
    }


def _wrapped(words: str) -> str:
    return textwrap.fill(words, _WIDTH, break_long_words=False, break_on_hyphens=False)


def _to_fill(missing: Sequence[str]) -> Iterable[str]:
    if not missing:
        return
    yield "-" * _WIDTH
    lines = "\n".join(f"[ ] {name}" for name in missing)
    yield (
        _("STILL TO FILL IN. Delete everything from the line on before you send it.") + "\n" + lines
    )
