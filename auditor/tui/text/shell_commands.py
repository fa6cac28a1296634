"""Commands of the shell that help with a finding: letters, case file, clean copies. Shown as text to copy; nothing is run from here."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from auditor.domain.findings.finding import Finding
from auditor.domain.hardening import Wishes
from auditor.domain.remedies import LetterKind, RemedyKey, row_of
from auditor.domain.text.statement import MASK
from auditor.messages import N_, _
from auditor.tui.text.masking import Veil

_OWN_SITES = frozenset({"website", "wordpress"})
"""Platforms where the user is the site: a letter would go to themselves."""
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


def ways(finding: Finding | None, platform: str, veil: Veil) -> tuple[Way, ...]:
    """Return what helps with `finding` on `platform`; for None what helps with findings in general."""
    return tuple(
        Way(_(title), command) for title, command in _all(finding, platform, _named(finding, veil))
    )


def _named(finding: Finding | None, veil: Veil) -> str:
    return "ID" if finding is None else MASK if veil.on else finding.id


def _all(finding: Finding | None, platform: str, name: str) -> Iterator[tuple[str, str]]:
    remedy = finding.remedy.key if finding is not None else ""
    copy = row_of(remedy).clean_copy if finding is not None else Wishes()
    if copy is not None:
        title = N_("Clean copies to post instead; originals are not touched")
        yield title, f"auditor harden FOLDER --output COPIES{_options(copy)}"
    for kind in _letters(finding, platform):
        command = f"auditor letter {kind} --finding {name} --output letter.txt"
        yield _LETTERS[kind], command
    yield (
        N_(
            "Evidence for a lawyer or a hotline, encrypted. A case that an abuser finds is dangerous: think where to keep it"
        ),
        f"auditor case --finding {name}",
    )
    if remedy == RemedyKey.CLOSE_TRAINING and platform in _OWN_SITES:
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


def _letters(finding: Finding | None, platform: str) -> Iterator[LetterKind]:
    kinds = _IN_GENERAL if finding is None else row_of(finding.remedy.key).letters
    return (kind for kind in kinds if kind not in _TO_THE_SITE or platform not in _OWN_SITES)
