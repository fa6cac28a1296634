"""A step of the plan in words.

What it changes, who will notice, the way through the menus, and how old that is.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from textual.content import Content

from auditor.domain.findings.plan import Change, Plan, PlanStep, Setting, Standing
from auditor.domain.likeness.likeness import Tier
from auditor.domain.likeness.words import tier_name
from auditor.domain.text.statement import Kind
from auditor.messages import N_, _, ngettext
from auditor.report.words.words import notice
from auditor.tui.text import words
from auditor.tui.text.masking import Veil
from auditor.tui.text.plain import lines, plain, row

_MOST = 5
"""Settings of one step that are told."""
_STATES = {"open": N_("the platform says: still open"), "set": N_("the platform says: set already")}


def lowers(step: PlanStep) -> str:
    """Return the change of the score for a narrow column."""
    if step.effect is not None and step.effect.exact:
        return "–" if step.change is Change.NOTHING else _points(step.effect.score)
    return _("about {points}").format(points=_points(-step.score_drop))


def effect(step: PlanStep) -> Iterator[str]:
    """Yield what a step changes, a sentence each."""
    told = step.effect
    if step.change is Change.NOTHING and not step.findings:
        yield _("The exposure score stays as it is: no check looks at this setting.")
        return
    if told is None or not told.exact:
        yield _(
            "Exposure score: about {points}, by the weight of its findings alone; the checks were "
            "not run for it."
        ).format(points=_points(-step.score_drop))
        return
    yield _("Exposure score: {points}").format(points=_points(told.score))
    yield _("Likeness after it: {tier}").format(tier=_tier(told.tier))
    if told.links:
        pairs = ngettext(
            "{n} linked pair of accounts fewer",
            "{n} linked pairs of accounts fewer",
            abs(told.links),
        )
        more = ngettext(
            "{n} linked pair of accounts more", "{n} linked pairs of accounts more", abs(told.links)
        )
        yield (pairs if told.links < 0 else more).format(n=abs(told.links))
    else:
        yield _("Links between your accounts: no change")


def predicted(plan: Plan) -> str:
    """Return where the user stands now and after the first steps; empty if there is none."""
    if not plan.first:
        return ""
    after = ngettext(
        "After the first step: {after}. Now: {now}.",
        "After the first {n} steps: {after}. Now: {now}.",
        len(plan.first),
    )
    return after.format(n=len(plan.first), after=_standing(plan.predicted), now=_standing(plan.now))


def link(step: PlanStep) -> str:
    """Return the page where the step is done: its own, or that of its first setting that has one.

    Empty if there is none.
    """
    urls = (step.remedy.url, *(setting.url for setting in step.settings))
    return next((url for url in urls if url.lower().startswith(("https://", "http://"))), "")


def about(step: PlanStep, plan: Plan, platform: str, handle: str, veil: Veil) -> Content:
    """Return everything about one step, on `platform` by the name that people know."""
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
    if remedy.evidence_first:
        out.append(
            plain(
                _("Save evidence first: once changed, it cannot be shown to anybody."),
                "$text-warning",
            )
        )
    out += [
        plain(notice(remedy), "bold"),
        *(plain(sentence) for sentence in effect(step)),
        plain(
            _("Takes {minutes}.").format(minutes=words.minutes(step.minutes)) + " " + _settles(step)
        ),
    ]
    if step.id in plan.first:
        out.append(
            plain(_("One of the first: what it changes is on top of the ones before it."), "$quiet")
        )
    page = link(step)
    if page:
        out.append(
            plain(_("w opens {page}").format(page=veil.word(page, Kind.URL)), "$quiet", limit=400)
        )
    if remedy.title:
        out += [plain(""), plain(veil.sentence(words.advice(remedy)), limit=2000)]
    return lines(*out, *_settings(step.settings, page, veil))


def _settles(step: PlanStep) -> str:
    count, photos = len(step.findings), len(step.photos)
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
        source = _("Source: {source}, {date}").format(
            source=veil.word(setting.source_url, Kind.URL), date=setting.source_date or _("no date")
        )
        yield plain(source, "$quiet", limit=500)
        if setting.stale:
            yield plain(
                "? "
                + _("Menus move; this way was not looked at lately, or its source has no date."),
                "$text-warning",
            )


def _points(change: float) -> str:
    rounded = round(change, 1)
    return f"{rounded:+.1f}".replace("-", "−") if rounded else "0.0"


def _tier(tier: Tier | None) -> str:
    return f"{tier.word}, {tier_name(tier)}" if tier is not None else _("could not tell")


def _standing(standing: Standing) -> str:
    links = ngettext(
        "{n} linked pair of accounts", "{n} linked pairs of accounts", standing.links
    ).format(n=standing.links)
    tier = standing.tier.word if standing.tier is not None else _("not told")
    return _("score {score:.0f}, likeness {tier}, {links}").format(
        score=standing.score, tier=tier, links=links
    )
