"""Likeness exposure and what is seen in photos, as reports show it.

In words, counted, and masked unless asked for everything. A report is passed on, so the photos to
hide are counted for each account and not listed, and links between accounts are not in it: they are
computed on request and never stored.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping

from auditor.dataclass import dataclass
from auditor.domain.likeness.likeness import Likeness, Reason, Tier
from auditor.domain.likeness.words import (
    MEANS,
    SHRINK_MEANS,
    best_line,
    original_line,
    reason_text,
    shrink_line,
    smaller,
    source_text,
    tier_name,
)
from auditor.domain.photos.facts import Facts
from auditor.domain.photos.picture_contents import ProvenanceOutcome, TextKind
from auditor.domain.text.readable_text import told
from auditor.domain.text.statement import Kind, Statement, Value
from auditor.domain.views import StoredPhoto
from auditor.engine.session import Session
from auditor.messages import N_, _, ngettext
from auditor.report import inspect_lines
from auditor.report.json.seen_document import Towns
from auditor.report.masks import Masks

__all__ = ["ShownLikeness", "ShownRung", "ShownSeen", "likeness", "seen"]

_AT_ONCE = 5000
"""Photos to hide whose accounts are read together."""
_NOTHING = frozenset({ProvenanceOutcome.NONE, ProvenanceOutcome.UNSUPPORTED})
"""Outcomes that prove nothing, and are not listed photo by photo."""


@dataclass(frozen=True, slots=True)
class ShownRung:
    """One rung of the ladder, `name` in plain words.

    `sources` are what each number rests on in words, with the address of the paper or "".
    """

    name: str
    counted: str
    needed: int
    reached: bool
    text: str
    sources: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class ShownLikeness:
    """The judgement.

    `best` are sentences on the best single picture, which stands on `best_account`, and `shrink`
    what brings it down; all empty where it could not be told. `name` says in plain words how far
    all photos go, or that it could not be told; `hide` counts by account label.
    """

    means: str
    best: tuple[str, ...]
    best_account: str
    shrink: tuple[str, ...]
    name: str
    known: bool
    gaps: tuple[str, ...]
    rungs: tuple[ShownRung, ...]
    hide_title: str
    hide: tuple[tuple[str, int], ...]
    hide_notes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ShownSeen:
    """One photo in which something is seen.

    `says` are short sentences on faces, text, barcodes and credentials.
    """

    photo: str
    account: str
    says: tuple[str, ...]


async def likeness(session: Session, labels: Mapping[str, str]) -> ShownLikeness:
    """Return the judgement in words; `labels` name the accounts."""
    judged = await session.exposure.likeness()
    hide = judged.hide if judged.tier is not Tier.NONE and judged.known else None
    counts: Counter[str] = Counter()
    hidden = hide.photos if hide else ()
    for start in range(0, len(hidden), _AT_ONCE):
        rows = await session.exposure.rows(hidden[start : start + _AT_ONCE])
        counts.update(labels.get(row.account, row.account) for row in rows)
    title, notes = "", []
    if hide:
        count = len(hide.photos)
        line = ngettext(
            "Hide this {count} photo to come down to “{step}”:",
            "Hide these {count} photos to come down to “{step}”:",
            count,
        )
        title = line.format(count=count, step=tier_name(hide.reaches))
        best = _("The best set found; at least {bound} photos are needed.").format(bound=hide.bound)
        notes = [smaller(judged.tier), _("No smaller set does it.") if hide.optimal else best]
    found = judged.best if judged.known else None
    sentences = (best_line(found), original_line(found)) if judged.known else ()
    return ShownLikeness(
        means=_(MEANS),
        best=tuple(filter(None, sentences)),
        best_account="" if found is None else labels.get(found.account, found.account),
        shrink=() if found is None else (*map(shrink_line, judged.shrink), _(SHRINK_MEANS)),
        name=tier_name(judged.tier if judged.known else None),
        known=judged.known,
        gaps=tuple(_gaps(judged)),
        rungs=tuple(_rung(reason) for reason in judged.reasons) if judged.known else (),
        hide_title=title,
        hide=tuple(counts.most_common()),
        hide_notes=tuple(note for note in notes if note),
    )


def _gaps(judged: Likeness) -> list[str]:
    out = [_("Faces are counted and measured, never identified.")]
    if judged.unread:
        line = ngettext(
            "In {count} photo faces were not looked for.",
            "In {count} photos faces were not looked for.",
            judged.unread,
        )
        out.append(line.format(count=judged.unread))
    if judged.blunt:
        out.append(
            _("Accounts without proof are left out: 'auditor accounts prove' shows how to add one.")
        )
    if judged.not_me:
        line = ngettext(
            "{count} photo is marked as not you.",
            "{count} photos are marked as not you.",
            len(judged.not_me),
        )
        out.append(line.format(count=len(judged.not_me)))
    return out


def _rung(reason: Reason) -> ShownRung:
    return ShownRung(
        name=tier_name(reason.tier),
        counted=str(reason.counted)
        if reason.exact
        else _("at least {count}").format(count=reason.counted),
        needed=reason.needed,
        reached=reason.counted >= reason.needed,
        text=reason_text(reason),
        sources=tuple(
            dict.fromkeys((source_text(each), each.source) for each in reason.thresholds)
        ),
    )


def seen(
    stored: StoredPhoto, labels: Mapping[str, str], masks: Masks, towns: Towns
) -> ShownSeen | None:
    """Return what is seen in a photo; None where nothing is, or its account is not known."""
    label = labels.get(stored.photo.account)
    if label is None or stored.facts is None:
        return None
    says = tuple(dict.fromkeys(_says(stored.facts, masks, towns)))
    return ShownSeen(masks.photo(stored.photo.id), label, says) if says else None


def _says(facts: Facts, masks: Masks, towns: Towns) -> Iterator[str]:
    """Yield a short sentence for each thing.

    Excerpts of text are hidden in a masked report, positions told by the nearest town.
    """
    if facts.faces:
        yield inspect_lines.faces(facts)
    for text in told(facts, frozenset(TextKind)):
        yield masks.statement(text.statement)
    if facts.provenance is not None and facts.provenance.outcome not in _NOTHING:
        yield _("credentials: {outcome}").format(outcome=inspect_lines.outcome(facts.provenance))
        if facts.provenance.reveals:
            names = ", ".join(inspect_lines.revealed(facts.provenance))
            yield _("credentials tell: {what}").format(what=names)
    near = towns.near(facts.metadata.gps) if masks.full else None
    if near is not None:
        yield masks.statement(
            Statement(
                N_("near {place}"), (Value("place", f"{near.name}, {near.country}", Kind.PLACE),)
            )
        )
