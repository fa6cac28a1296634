"""What is asked before a letter or a case file is written.

Answers are typed at the terminal: a shell remembers its command line.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from auditor.cli import output
from auditor.cli.ask import answer, yes
from auditor.errors import UsageError
from auditor.messages import _

if TYPE_CHECKING:
    from auditor.engine.evidence.letters import SenderStanding
    from auditor.guidance.letters import Letter


def allowed_age(adult: bool | None, where: str, *, intimate: bool) -> bool:
    """Return whether to go on: not for anyone under 18.

    Asked at a terminal; a script that says nothing is told whom it is not for, before all else. A
    letter holds no picture, so it is written all the same. What is or may be `intimate` names
    whoever helps there.
    """
    if adult is not None:
        return adult
    if sys.stdin.isatty():
        return yes(_("Are you, and is the person in the pictures, 18 or older? Not sure is no."))
    if intimate:
        from auditor.guidance.help.help_services import not_under_18

        for text in not_under_18(where):
            output.narrate(text)
    output.narrate(
        _(
            "Not for anyone under 18, nor for pictures of them: then use --minor, which writes "
            "nothing and names who helps."
        )
    )
    return True


def tell_minors(where: str) -> None:
    """Say that nothing is written, what to do instead, and who helps people under 18."""
    for text in told_to_minors(where):
        output.line(text)


def told_to_minors(where: str) -> Iterator[str]:
    """Yield that nothing is written, what to do instead, and who helps people under 18."""
    from auditor.guidance.help import help_now, help_services

    yield _(
        "Under 18, nothing is written: it would carry a name, addresses and links, and someone "
        "could find it."
    )
    yield _(
        "Write down the link only. Save no picture, and send none to anyone, not even as proof."
    )
    first = help_services.first_for_minors(where)
    takes = [
        each
        for each in help_services.offer(where, adult=False).services
        if each.kind == "child" or (each.kind == "removal" and "URL" in each.uploads)
    ]
    yield _("You have done nothing wrong. To talk to somebody, and to have copies looked for:")
    yield from (f"  {help_services.reached(each)}" for each in first)
    yield _("These take the link, or say who does; many without your name:")
    yield from (f"  {help_services.reached(each)}" for each in takes if each not in first)
    yield help_services.what_first(where, help_now.UNDER_18)
    yield help_services.more_for_minors(where)


def understood(kind: Letter, *, said: bool) -> None:
    """Show the risk of a letter and have it confirmed. Raises UsageError if it is not."""
    if kind.risk is None:
        return
    output.narrate(_(kind.risk.text))
    if said:
        return
    if not sys.stdin.isatty():
        raise UsageError(
            _("This has to be confirmed first; nothing was written."),
            _("--i-understand-the-risk confirms it."),
        )
    if not yes(_("Do you still want to write it?")):
        raise UsageError(
            _("Nothing was written."), _("Other letters reveal less: auditor letter --list")
        )


def standing_of(kind: Letter, *, shown: bool, owns: bool, authorised: bool) -> SenderStanding:
    """Return who the sender says they are; only what the letter asks for counts.

    Where nobody can be asked it stays a blank in the letter. Raises UsageError if neither.
    """
    from auditor.engine.evidence.letters import SenderStanding

    by_owner = kind.who == "owner"
    if by_owner and owns and authorised:
        raise UsageError(
            _("Either you own the copyright or you act for its owner; nothing was written."),
            _("Give --i-own-it or --i-am-authorised, not both."),
        )
    if by_owner and shown and not owns:
        output.narrate(
            _(
                "Being shown in a photo is not owning its copyright: --i-am-shown does not count "
                "here. If you own it, --i-own-it says so."
            )
        )
    if owns and not by_owner:
        output.narrate(_("--i-own-it is for the copyright notice only; it does not count here."))
    said = SenderStanding.OWNER if by_owner else SenderStanding.SHOWN
    if owns if by_owner else shown:
        return said
    if authorised:
        return SenderStanding.AUTHORISED
    if not sys.stdin.isatty():
        return SenderStanding.UNSAID
    if yes(_(kind.ask_shown.text)):
        return said
    if yes(_(kind.ask_authorised.text)):
        return SenderStanding.AUTHORISED
    raise UsageError(
        _(
            "Only the person concerned, or somebody authorised by them, can send it; nothing was "
            "written."
        ),
        _("You can help them write it: together, at their pace, and only if they want to."),
    )


def answered(
    kind: Letter, standing: SenderStanding, known: Mapping[str, str] | None = None
) -> dict[str, str]:
    """Ask for what only the sender knows and is not `known`; Enter leaves a blank.

    Where nobody can be asked all others stay blank.
    """
    told = dict(known or {})
    from auditor.engine.evidence.letters import SenderStanding
    from auditor.guidance.letters import blanks

    if not sys.stdin.isatty():
        return told
    output.narrate(_("What you type goes into the letter only. Enter leaves a marked blank."))
    keys = [
        key
        for key in kind.asks
        if key not in told and (key != "represented" or standing is SenderStanding.AUTHORISED)
    ]
    return {**told, **{key: answer(_(blanks()[key].text) + ": ") for key in keys}}
