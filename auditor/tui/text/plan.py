"""A step of the plan in words.

What it changes, who will notice, the way through the menus, and how old that is.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from textual.content import Content

from auditor.domain.findings.answer import AnswerState
from auditor.domain.findings.finding import State
from auditor.domain.findings.plan import Change, Plan, PlanStep, Setting
from auditor.domain.text.statement import Kind
from auditor.messages import N_, _, ngettext
from auditor.questions import ALL
from auditor.report.veil import Veil
from auditor.report.words.words import minutes, notice, question_word
from auditor.tui.text import words
from auditor.tui.text.plain import lines, plain, row

_MOST = 5
"""Settings of one step that are told."""
_STATES = {"open": N_("the platform says: still open"), "set": N_("the platform says: set already")}


def closes(step: PlanStep) -> str:
    """Return, for a narrow column, the questions that are closed with a step."""
    return ", ".join(question_word(question) for question in step.closes)


_NUMBERED = 3
"""Photos that are named by their numbers; more are counted."""
_BETWEEN = ", "


def thing(step: PlanStep, veil: Veil) -> str:
    """Return what a step is done to, without its account: photos by name, a setting, or nothing."""
    if step.about is None:
        return _(step.settings[0].title) if step.settings else ""
    named = {value.name: value.text for value in step.about.values}
    if "photos" in named and (not veil.on or len(step.photos) <= _NUMBERED):
        if not veil.on:
            return named["photos"]
        return _BETWEEN.join(veil.photo(photo, "") for photo in step.photos)
    count = len(step.photos)
    return ngettext("{count} photo", "{count} photos", count).format(count=count) if count else ""


_FOUND = frozenset({AnswerState.YES, AnswerState.PARTLY})


def told_marked(state: State) -> str:
    """Confirm that a step was marked, and say what can be looked at then."""
    if state is State.DONE:
        return _("Marked as done, as you say; v looks whether it worked.")
    return _("Marked as kept so.") if state is State.ACCEPTED else _("Marked as open.")


def told_after(plan: Plan) -> str:
    """Return how many questions a stranger finds something for, now and after the steps."""
    now, after = (
        sum(state in _FOUND for state in states.values()) for states in (plan.now, plan.after)
    )
    return _(
        "Now something is seen of {now} of 8 questions; after these steps of {after}. {minutes}."
    ).format(now=now, after=after, minutes=minutes(plan.minutes))


def link(step: PlanStep) -> str:
    """Return the page where the step is done: its own, or that of its first setting that has one.

    Empty if there is none.
    """
    urls = (step.remedy.url, *(setting.url for setting in step.settings))
    return next((url for url in urls if url.lower().startswith(("https://", "http://"))), "")


def about(step: PlanStep, platform: str, handle: str, veil: Veil, *, key: bool = True) -> Content:
    """Return everything about one step, on `platform` by the name that people know.

    `key`: the key that opens its page is named.
    """
    remedy = step.remedy
    out = [
        plain(veil.sentence(words.step(remedy)), "bold", limit=2000),
        row(
            plain(platform, "$accent"),
            plain("  "),
            plain(handle, limit=120),
            plain(f"  {words.state(step.state)}", "$quiet"),
        ),
    ]
    if step.about is not None:
        out.append(plain(veil.statement(step.about), limit=400))
    if step.critical:
        out.append(plain(_("First, whatever else you do."), "$text-error"))
    if remedy.evidence_first:
        out.append(
            plain(
                _("Save evidence first: once changed, it cannot be shown to anybody."),
                "$text-warning",
            )
        )
    out += [
        plain(notice(remedy), "bold"),
        *([plain(_closes(step))] if step.closes else []),
        plain(_("Takes {minutes}.").format(minutes=minutes(step.minutes)) + " " + _settles(step)),
    ]
    page = link(step)
    if page and key:
        out.append(
            plain(_("w opens {page}").format(page=veil.word(page, Kind.URL)), "$quiet", limit=400)
        )
    if remedy.title:
        out += [plain(""), plain(veil.sentence(words.advice(remedy)), limit=2000)]
    return lines(*out, *_settings(step.settings, page, veil))


def setting(step: PlanStep, veil: Veil) -> Iterator[Content]:
    """Yield what a setting changes, who notices, how long it takes and where that is known from."""
    for told in step.settings:
        yield plain(_(told.title), "$accent", limit=300)
        if told.state in _STATES:
            yield plain(_(_STATES[told.state]), "$text-warning")
        if told.changes:
            yield plain(_(told.changes), limit=600)
        if step.remedy.evidence_first:
            yield plain(
                _("Save evidence first: once changed, it cannot be shown to anybody."),
                "$text-warning",
            )
        yield plain(notice(step.remedy))
        yield plain(_("Takes {minutes}.").format(minutes=minutes(step.minutes)))
        yield from _source(told, veil)


def _closes(step: PlanStep) -> str:
    titles = [_(asked.title) for asked in ALL if asked.id in step.closes]
    return _("With it, and the steps before it, this is closed: {questions}").format(
        questions=" ".join(titles)
    )


def _settles(step: PlanStep) -> str:
    count, photos = len(step.settles), len(step.photos)
    if step.aftercare_of is not None:
        return _("Tick it when it is done: no scan can see it.")
    if step.change is Change.REPORT:
        return _("It asks the platform; whether it acts, nobody can tell, so it ends nothing.")
    if not count:
        return _("A setting of the platform; no finding stands behind it.")
    settles = ngettext("Settles {count} finding", "Settles {count} findings", count).format(
        count=count
    )
    on = (
        ngettext("on {count} photo.", "on {count} photos.", photos).format(count=photos)
        if photos
        else _("of the account.")
    )
    return f"{settles} {on}"


def _settings(settings: Sequence[Setting], shown: str, veil: Veil) -> Iterator[Content]:
    for number, setting in enumerate(settings[:_MOST], 1):
        yield plain("")
        told = f"  {_(_STATES[setting.state])}" if setting.state in _STATES else ""
        yield row(
            plain(f"{number}. ", "bold $accent"),
            plain(_(setting.title), "bold", limit=300),
            plain(told, "$text-warning"),
        )
        if setting.menu:
            yield plain(_("Way: {menu}").format(menu=setting.menu), limit=400)
        yield plain(
            _("Set it to: {recommended}").format(recommended=_(setting.recommended)), limit=400
        )
        if setting.changes:
            yield plain(_(setting.changes), limit=600)
        if setting.url and setting.url != shown:
            yield plain(veil.word(setting.url, Kind.URL), "$quiet", limit=400)
        yield from _source(setting, veil)


def _source(setting: Setting, veil: Veil) -> Iterator[Content]:
    date = setting.source_date or _("no date")
    source = (
        _("Source: {source}, {date}").format(
            source=veil.word(setting.source_url, Kind.URL), date=date
        )
        if setting.official
        else _(
            "Read elsewhere than on the platform's own pages ({date}); it may be otherwise."
        ).format(date=date)
    )
    yield plain(source, "$quiet", limit=500)
    if setting.stale:
        yield plain(
            "? " + _("Menus move; this way was not looked at lately, or its source has no date."),
            "$text-warning",
        )
