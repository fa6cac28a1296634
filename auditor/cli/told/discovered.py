"""How what proven accounts lead to is told, line by line."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import TYPE_CHECKING

from auditor.cli import output
from auditor.cli.running import shown
from auditor.domain.outside.discovery import CandidateSign, Discovered, WhyUnknown
from auditor.domain.outside.own_records import Certainty
from auditor.domain.text.statement import Kind
from auditor.messages import N_, _, ngettext

if TYPE_CHECKING:
    from auditor.cli.options import GlobalOptions

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
    WhyUnknown.NOT_ASKED: N_("do not take such a name"),
}


def tell(found: Discovered, left_out: Sequence[str], source: str, options: GlobalOptions) -> None:
    """Write candidates, what could not be told, what was not asked, and what to do next."""
    if found.candidates:
        output.table(
            (_("site"), _("address"), _("certainty"), _("what speaks for it")),
            [
                (
                    shown(options, each.platform, Kind.URL),
                    shown(options, each.url, Kind.URL),
                    _(_CERTAINTIES[each.certainty]),
                    ", ".join(_(_SIGNS[sign]) for sign in each.signs),
                )
                for each in found.candidates
            ],
        )
    else:
        output.line(
            _(
                "No candidate. That is no proof that there is none: other names, and sites that "
                "are in no list, were not asked."
            )
        )
    _tell_unknown(found)
    if found.absent:
        output.line(
            ngettext(
                "{n} site says that it has no such account.",
                "{n} sites say that they have no such account.",
                found.absent,
            ).format(n=found.absent)
        )
    for number, line in enumerate(left_out):
        if not number:
            output.line(_("Not asked:"))
        output.line(f"  - {line}")
    if source:
        output.line(_("The list of sites: {source}.").format(source=source))
    if found.candidates:
        output.line()
        output.line(
            _(
                "The same name can be somebody else. 'auditor accounts add' takes an address, and "
                "asks what it is to you: yours, not yours, an impostor, or unsure."
            )
        )


def _tell_unknown(found: Discovered) -> None:
    counted = Counter(each.why for each in found.unknown)
    if not counted:
        return
    output.line(_("Could not be told, on how many sites:"))
    for why, count in counted.most_common():
        output.line(f"  - {count}: {_(_WHY[why])}")
