"""Sentences on what proven accounts lead to."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from auditor.domain.outside.discovery import (
    AccountCandidate,
    CandidateSign,
    Discovered,
    SiteList,
    WhyLeftOut,
    WhyUnknown,
)
from auditor.domain.outside.own_records import Certainty
from auditor.messages import N_, _, ngettext

_CERTAINTIES = {
    Certainty.HIGH: N_("high"),
    Certainty.MEDIUM: N_("medium"),
    Certainty.LOW: N_("low"),
}
_SIGNS = {
    CandidateSign.SAME_NAME: N_("the same name"),
    CandidateSign.LINKED_FROM: N_("your profile links to it"),
    CandidateSign.VERIFIED_THERE: N_("your platform verified the link"),
    CandidateSign.LINKS_BACK: N_("it names an account of yours"),
}
_WHY = {
    WhyUnknown.BLOCKED: N_("refused to answer"),
    WhyUnknown.CHALLENGE: N_("asked whether a person is there"),
    WhyUnknown.LOGIN: N_("asked to log in"),
    WhyUnknown.TIME_OUT: N_("did not answer in time"),
    WhyUnknown.UNREACHABLE: N_("could not be reached"),
    WhyUnknown.EVERY_NAME: N_("say the same of names that nobody has"),
    WhyUnknown.NO_MARK: N_("gave an answer with no mark that is known, or with both"),
    WhyUnknown.NAME_NOT_TAKEN: N_("do not take such a name, and were not asked"),
    WhyUnknown.NOT_ASKED: N_("were not asked: the time was over before"),
}
_LEFT_OUT = {
    WhyLeftOut.SWITCHED_OFF: N_("the file itself says that they cannot be asked"),
    WhyLeftOut.SENDS: N_("they are asked by sending something, not by reading a page"),
    WhyLeftOut.NO_MARK: N_("the file has no mark that tells one who has an account from nobody"),
    WhyLeftOut.LIKE_A_BLOCK: N_("a block looks like what they say of a name"),
    WhyLeftOut.OTHER_NAMES: N_("they know numbers, or search for what is similar"),
    WhyLeftOut.NAME_FORM: N_("the pattern of their names could take for ever to compare"),
    WhyLeftOut.NO_ADDRESS: N_("they have no address on the web with a place for the name"),
    WhyLeftOut.DAMAGED: N_("what the file says of them is damaged"),
    WhyLeftOut.TWICE: N_("the file has the same address before"),
    WhyLeftOut.BEYOND: N_("more than 5000 are not asked of one file"),
}


def certainty(candidate: AccountCandidate) -> str:
    """Return how sure it is that a candidate is the person's own."""
    return _(_CERTAINTIES[candidate.certainty])


def signs(candidate: AccountCandidate) -> str:
    """Return what speaks for a candidate."""
    return ", ".join(_(_SIGNS[sign]) for sign in candidate.signs)


def none_found() -> str:
    """Say that there is no candidate, and what that does not mean."""
    return _(
        "No candidate. That is no proof that there is none: other names, and sites that "
        "are in no list, were not asked."
    )


def unknown(found: Discovered) -> Iterator[str]:
    """Yield on how many sites it could not be told, by the reason; the most first."""
    for why, count in Counter(each.why for each in found.unknown).most_common():
        yield f"{count}: {_(_WHY[why])}"


def absent(found: Discovered) -> str:
    """Say how many sites have no such account; "" for none."""
    if not found.absent:
        return ""
    return ngettext(
        "{n} site says that it has no such account.",
        "{n} sites say that they have no such account.",
        found.absent,
    ).format(n=found.absent)


def further_pages(number: int) -> str:
    """Say how many pages of links were not read."""
    return ngettext(
        "{n} further page that your accounts link to was not read",
        "{n} further pages that your accounts link to were not read",
        number,
    ).format(n=number)


def left_out(listed: SiteList) -> list[str]:
    """Return sentences on the sites of a file that cannot be asked."""
    told = [
        ngettext("{n} site of the file: {reason}", "{n} sites of the file: {reason}", n).format(
            n=n, reason=_(_LEFT_OUT[why])
        )
        for why, n in listed.left_out.items()
    ]
    if listed.private:
        told.append(
            ngettext(
                "{n} site of the file, whose kind tells something of you",
                "{n} sites of the file, whose kind tells something of you",
                listed.private,
            ).format(n=listed.private)
        )
    return told
