"""auditor openness: what a page or picture says about AI training, and who listens."""

from __future__ import annotations

from typing import Annotated

import typer

from auditor.cli import output
from auditor.cli.ask import FROM_STDIN, private_text
from auditor.cli.running import on_session, options_of, shown
from auditor.domain.openness import TRAINING, OpennessReport, Signal, SignalName
from auditor.domain.text.statement import Kind
from auditor.messages import N_, _

_NAMES = {
    SignalName.ROBOTS_TXT: N_("robots.txt"),
    SignalName.CONTENT_USAGE: N_("rule of use (Content-Usage)"),
    SignalName.X_ROBOTS_TAG: N_("X-Robots-Tag header"),
    SignalName.META_ROBOTS: N_("robots tag in the page"),
    SignalName.TDM_RESERVATION: N_("reservation of text and data mining"),
    SignalName.AI_TXT: N_("ai.txt"),
    SignalName.LICENCE: N_("licence"),
    SignalName.PLATFORM_FLAG: N_("setting of the platform"),
    SignalName.EMBEDDED: N_("inside the picture"),
}


def openness(
    context: typer.Context,
    url: Annotated[
        str | None,
        typer.Argument(
            metavar=FROM_STDIN,
            help=_(
                "The address of a page or picture of your own is asked for; - reads it from "
                "standard input."
            ),
        ),
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help=_("Print one JSON document."))] = False,
) -> None:
    """Tell what a page or a picture says about AI training.
    Asks its host for the page, robots.txt, tdmrep.json and ai.txt.

    Not for intimate pictures of anyone under 18: Take It Down or Report Remove.
    """  # noqa: D205
    address = private_text(url, _("Address of the page or picture: "))
    report = on_session(context, lambda session: session.exposure.openness(address))
    if as_json:
        from auditor.report.json import openness as openness_documents

        output.document(openness_documents.openness(report))
        return
    projector = options_of(context)

    def hidden(text: str) -> str:
        return shown(projector, text, Kind.URL)

    if report.could_not_tell:
        output.line(_("Could not be told:"))
        for gap in report.could_not_tell:
            output.line(f"  - {hidden(gap)}")
        output.line()
    output.line(_("What {url} says about AI training:").format(url=hidden(report.url)))
    for number, said in enumerate(report.signals, 1):
        _tell(number, said, hidden(said.where), hidden(said.says))
    if not report.signals:
        output.line(_("  Nothing was found. That is no protection."))
    _contradictions(report)
    _listeners(report)
    _agents(report)
    output.line()
    output.line(
        _(
            "All of these are requests. Copies that were already taken are not affected by any of "
            "them."
        )
    )


def _tell(number: int, said: Signal, where: str, says: str) -> None:
    verdict = {True: _("opens"), False: _("forbids"), None: _("says nothing either way")}[
        said.allows
    ]
    output.line()
    output.line(f"{number}. {_(_NAMES[said.signal])}: {verdict}")
    output.line(f"   {where}")
    output.line(f"   “{says}”" if says else "   " + _("(nothing about this)"))


def _contradictions(report: OpennessReport) -> None:
    if not report.contradictions:
        return
    output.line()
    output.line(_("These contradict each other; whoever wants the pictures may go by what opens:"))
    against: dict[int, list[int]] = {}
    for first, second in report.contradictions:
        opens, forbids = (first, second) if report.signals[first].allows else (second, first)
        against.setdefault(opens, []).append(forbids)
    for opens, forbidding in sorted(against.items()):
        others = "; ".join(_named(report, agent) for agent in sorted(forbidding))
        output.line(
            "  - "
            + _("It opens: {what}. It forbids: {others}").format(
                what=_named(report, opens), others=others
            )
        )


def _named(report: OpennessReport, at: int) -> str:
    return f"{at + 1}. {_(_NAMES[report.signals[at].signal])}"


def _listeners(report: OpennessReport) -> None:
    """Say once for each kind who is known to obey it; licences differ."""
    told = dict.fromkeys(
        (signal.signal, signal.honoured_by) for signal in report.signals if signal.honoured_by
    )
    if told:
        output.line()
        output.line(_("Who listens:"))
    for kind, who in told:
        output.line(f"  - {_(_NAMES[kind])}: {_(who)}")


def _agents(report: OpennessReport) -> None:
    output.line()
    known = [agent for agent in report.agents if agent.allowed is not None]
    if not known:
        told = _(
            "What robots.txt says to the {count} known AI agents (list of {date}) could not be "
            "told."
        )
        output.line(told.format(count=len(report.agents), date=report.agents_date))
        return
    training = [agent for agent in known if agent.purpose == TRAINING]
    let_in = [agent.name for agent in training if agent.allowed]
    kept_out = [agent.name for agent in training if not agent.allowed]
    told = _(
        "robots.txt lets in {open} of {count} known agents that collect for training, and {others} "
        "of {rest} other AI agents ({date})."
    )
    others = sum(agent.allowed is True for agent in known) - len(let_in)
    counts = {
        "open": len(let_in),
        "count": len(training),
        "others": others,
        "rest": len(known) - len(training),
    }
    output.line(told.format(**counts, date=report.agents_date))
    if kept_out and let_in:
        shorter = (
            (_("Let in: {names}"), let_in)
            if len(let_in) < len(kept_out)
            else (_("Kept out: {names}"), kept_out)
        )
        output.line(shorter[0].format(names=", ".join(shorter[1])))
    deaf = [agent.name for agent in training if not agent.allowed and agent.respects == "no"]
    if deaf:
        output.line(
            _("Kept out by it, but known not to obey: {names}").format(names=", ".join(deaf))
        )
