"""The words around a row of law.

What it is good for, whether it holds, and how far it can be relied on.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime

from auditor.guidance.age import LAW_DAYS
from auditor.guidance.help import brief
from auditor.guidance.laws import by_name
from auditor.guidance.laws.laws import Law, LawAnswer, Status
from auditor.guidance.laws.situations import OF_IMAGES, Situation
from auditor.guidance.laws.situations import about as about_situation
from auditor.messages import _, ngettext

__all__ = ["about", "notes", "numbers"]


def notes(
    where: str, found: LawAnswer, situation: Situation | None, today: date | None = None
) -> Iterator[str]:
    """Yield what has to be said before any row.

    `where` is what the user typed; `today` is the clock's day if it is left out.
    """
    yield _(
        "General information, not legal advice. Every row may be wrong or old: look at its source "
        "and date, or ask a helpline."
    )
    place = found.code or _("this place")
    if not found.places:
        yield by_name.unsure(where, by_name.named(where)) or _(
            "Our list has no law of {code} yet."
        ).format(code=place)
        yield nothing_yet(place, situation)
        yield _("There may well be law there. Who can help stands below.")
        return
    told = ", ".join(f"{_(place.name)} ({place.code})" for place in found.places)
    if not found.own:
        yield _("{code}: none verified of its own. What holds around it: {places}.").format(
            code=place, places=told
        )
    else:
        yield _("Looked up: {places}.").format(places=told)
    if situation is Situation.UNDER_18:
        yield _(
            "What follows is meant for whoever threatens with a picture or spreads it. Spreading "
            "sexual pictures of people under 18 is a serious crime in nearly every country, also "
            "where this list has no row for it."
        )
    if found.parts:
        yield _("Parts with rows of their own: {codes}.").format(codes=", ".join(found.parts))
    if not found.laws:
        yield (
            _("In force: none verified.")
            if situation is None
            else _("In force for this situation: none verified.")
        )
        yield nothing_yet(place, situation)
    yield from _count_stale(found, today or datetime.now(UTC).date())


def numbers(where: str, situation: Situation | None, today: date) -> Iterator[str]:
    """Yield whom to call, for the top of the page where somebody may be in danger; else nothing.

    Whoever put a picture online may live with the person in it.
    """
    if situation in OF_IMAGES:
        yield from brief.calls(where, situation, today)


def nothing_yet(place: str, situation: Situation | None) -> str:
    """Return what is said where the list has no rule in force for a place.

    It is the list that has nothing; nobody may read it as if nothing could be done.
    """
    if situation is None:
        return _(
            "Our list has nothing yet for {place}. That does not mean that it is allowed. Sharing "
            "intimate images is a crime in many countries: ask the police or a helpline."
        ).format(place=place)
    told = _(about_situation(situation).title)
    if situation is Situation.IN_DANGER:
        return _(
            "Our list has nothing yet for “{situation}” in {place}. That does not mean that it is "
            "allowed. Violence, threats and stalking are crimes in many countries: ask the "
            "police or a helpline."
        ).format(situation=told, place=place)
    if situation in {Situation.THREATENED, Situation.EXTORTION}:
        return _(
            "Our list has nothing yet for “{situation}” in {place}. That does not mean that it is "
            "allowed. Threats and blackmail are crimes in nearly every country. Sharing intimate "
            "images is a crime in many countries: ask the police or a helpline."
        ).format(situation=told, place=place)
    if situation in OF_IMAGES:
        return _(
            "Our list has nothing yet for “{situation}” in {place}. That does not mean that it is "
            "allowed. Sharing intimate images is a crime in many countries: ask the police "
            "or a helpline."
        ).format(situation=told, place=place)
    return _(
        "Our list has nothing yet for “{situation}” in {place}. That does not mean that it is "
        "allowed. There may well be a rule: ask a "
        "lawyer, a legal advice centre or the data protection authority."
    ).format(situation=told, place=place)


def _count_stale(found: LawAnswer, today: date) -> Iterator[str]:
    """Say once for all rows how many are stale.

    Most are, and the same sentence below each would hide what matters.
    """
    rows = (*found.laws, *found.bills)
    count = sum(row.stale(today) for row in rows)
    if count:
        yield ngettext(
            "{count} of {total} rows is marked “old”: its source is undated or older than {days} "
            "days. Check before you rely on it.",
            "{count} of {total} rows are marked “old”: their source is undated or older than "
            "{days} days. Check before you rely on them.",
            count,
        ).format(count=count, total=len(rows), days=LAW_DAYS)


def about(row: Law, today: date) -> Iterator[str]:
    """Yield what there is to know of one row: first whether it holds, and since when."""
    status = {
        Status.IN_FORCE: _("in force"),
        Status.PASSED: _("passed, not in force"),
        Status.BILL: _("a bill, not law"),
        Status.UNVERIFIED: _("not verified"),
    }[row.status]
    acts = {
        "making": _("making"),
        "threatening": _("threatening"),
        "sharing": _("sharing"),
        "using": _("using a likeness"),
    }
    since = _(row.in_force_since) or _("date not known")
    yield _("{place}: {status}; start: {since}").format(
        place=row.jurisdiction, status=status, since=since
    )
    if row.due(today):
        yield _(
            "It may hold by now: the day that is named has come. Look at the source, or ask a "
            "helpline."
        )
    if row.acts:
        yield _("About: {acts}").format(acts=", ".join(acts[act.value] for act in row.acts))
    yield _(row.gives)
    yield from _describe_law(row) if row.in_force else _describe_bill(row)
    if row.not_checked_at_source:
        yield _("Not checked at the source: the text of the law itself was not read for this row.")
    for further in row.also:
        yield _("Source: {url} ({date})").format(
            url=further.source_url, date=_(further.source_date)
        )
    sure = {"high": _("high"), "medium": _("medium"), "low": _("low")}[row.confidence]
    source = (
        _("Source: {url} ({date}); confidence {sure}; old")
        if row.stale(today)
        else _("Source: {url} ({date}); confidence {sure}")
    )
    yield source.format(url=row.source_url, date=_(row.source_date), sure=sure)


def _describe_law(row: Law) -> Iterator[str]:
    """Yield what the user can do with a law."""
    yield _("Remedy: {remedy}").format(remedy=_(row.remedy))
    yield _("How: {how}").format(how=_(row.how))
    if row.deadline:
        yield _("Deadline: {deadline}").format(deadline=_(row.deadline))
    if row.uploads:
        yield _("Leaves your hands: {what}").format(what=_(row.uploads))


def _describe_bill(row: Law) -> Iterator[str]:
    """Yield what a rule would bring, in words that nobody takes for a remedy."""
    yield _("Would bring, if it is in force one day: {remedy}").format(remedy=_(row.remedy))
    if row.deadline:
        yield _("Its deadline, if it is in force one day: {deadline}").format(
            deadline=_(row.deadline)
        )
    yield _("How then, or until then: {how}").format(how=_(row.how))
