"""Commands of the shell that help with a finding: letters, case file, clean copies.

Shown as text to copy; nothing is run from here.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from auditor.domain.findings.finding import Finding
from auditor.domain.hardening import Wishes
from auditor.domain.remedies import LetterKind, RemedyKey, row_of
from auditor.domain.text.statement import MASK
from auditor.messages import N_, _
from auditor.tui.text.masking import Veil

_LETTERS = {
    LetterKind.IMPOSTOR: N_("Report of an account that pretends to be you"),
    LetterKind.REMOVAL_48H: N_(
        "48-hour removal request (law of the United States; intimate pictures of adults)"
    ),
    LetterKind.OBJECTION: N_(
        "Objection to the use of your pictures for AI training (European Union)"
    ),
    LetterKind.ERASURE: N_("Request to erase what a site keeps or shows (European Union)"),
}
_TO_THE_SITE = frozenset({LetterKind.OBJECTION, LetterKind.ERASURE})
_IN_GENERAL = (LetterKind.OBJECTION, LetterKind.ERASURE)
"""Letters that are offered where no finding is named."""


@dataclass(frozen=True, slots=True)
class Way:
    """A command, and in the user's language what it is for."""

    title: str
    command: str


def ways(finding: Finding | None, veil: Veil, *, own_site: bool) -> tuple[Way, ...]:
    """Return what helps with `finding`; for None what helps with findings in general.

    `own_site`: the user is the site, so that a letter would go to themselves.
    """
    found = _all(finding, _named(finding, veil), own_site=own_site)
    return tuple(Way(_(title), command) for title, command in found)


def _named(finding: Finding | None, veil: Veil) -> str:
    return "ID" if finding is None else MASK if veil.on else finding.id


def _all(finding: Finding | None, name: str, *, own_site: bool) -> Iterator[tuple[str, str]]:
    remedy = finding.remedy.key if finding is not None else ""
    copy = row_of(remedy).clean_copy if finding is not None else Wishes()
    if copy is not None:
        title = N_("Clean copies to post instead; originals are not touched")
        yield title, f"auditor harden FOLDER --output COPIES{_options(copy)}"
    for kind in _letters(finding, own_site=own_site):
        command = f"auditor letter {kind} --finding {name} --output letter.txt"
        yield _LETTERS[kind], command
    yield (
        N_(
            "Evidence for a lawyer or a hotline, encrypted. A case that an abuser finds is "
            "dangerous: think where to keep it"
        ),
        f"auditor case --finding {name}",
    )
    if remedy == RemedyKey.CLOSE_TRAINING and own_site:
        yield (
            N_("Files for your own site that say no to AI training"),
            "auditor opt-out --output DIR",
        )
    if finding is None:
        yield N_("Your own certificate, once"), "auditor sign-key create"
        yield (
            N_("Signed copies of your own photos, so that fakes can be told apart"),
            "auditor sign FILE",
        )
    else:
        yield (
            N_("Look at this finding again, after you did something"),
            f"auditor verify --finding {name}",
        )


def _options(wishes: Wishes) -> str:
    """Return the options of `auditor harden` that ask for such a copy."""
    side = f" --max-side {wishes.max_side}" if wishes.max_side else ""
    covered = [name for name, wanted in (("faces", wishes.faces), ("text", wishes.text)) if wanted]
    return side + (f" --blur {','.join(covered)}" if covered else "")


def _letters(finding: Finding | None, *, own_site: bool) -> Iterator[LetterKind]:
    kinds = _IN_GENERAL if finding is None else row_of(finding.remedy.key).letters
    return (kind for kind in kinds if kind not in _TO_THE_SITE or not own_site)
