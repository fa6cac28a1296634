"""Commands of the shell that help with a finding: letters, case file, clean copies. Shown as text to copy; nothing is run from here."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from auditor.domain.findings.finding import Finding
from auditor.domain.findings.plan import Change
from auditor.domain.text.statement import MASK
from auditor.engine.plan.photos_of_step import CHANGE_OF
from auditor.messages import N_, _
from auditor.tui.text.masking import Veil

_OWN_SITES = frozenset({"website", "wordpress"})
"""Platforms where the user is the site: a letter would go to themselves."""
_TRAINED = frozenset({"close-training", "lower-likeness", "clear-face", "smaller-picture"})
_HARDEN = {
    Change.CLEAN: "",
    Change.RENAME: "",
    Change.AS_SHOWN: " --max-side 1080",
    Change.SMALLER: " --max-side 640",
    Change.SMALL_FACE: " --blur faces",
    Change.COVER: " --blur text",
}
"""Options of `auditor harden` by what a remedy changes."""


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
    change = CHANGE_OF.get(remedy)
    if finding is None or change in _HARDEN:
        options = _HARDEN[change] if change is not None and change in _HARDEN else ""
        yield (
            N_("Clean copies to post instead; originals are not touched"),
            f"auditor harden FOLDER --output COPIES{options}",
        )
    for title, kind in _letters(remedy, platform):
        yield title, f"auditor letter {kind} --finding {name} --output letter.txt"
    yield (
        N_(
            "Evidence for a lawyer or a hotline, encrypted. A case that an abuser finds is dangerous: think where to keep it"
        ),
        f"auditor case --finding {name}",
    )
    if remedy == "close-training" and platform in _OWN_SITES:
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


def _letters(remedy: str, platform: str) -> Iterator[tuple[str, str]]:
    if remedy == "report-impostor":
        yield N_("Report of an account that pretends to be you"), "impostor"
        return
    if remedy == "possible-private-image":
        yield (
            N_("48-hour removal request (law of the United States; intimate pictures of adults)"),
            "removal-48h",
        )
    if not remedy or (platform not in _OWN_SITES and remedy in _TRAINED):
        yield (
            N_("Objection to the use of your pictures for AI training (European Union)"),
            "objection",
        )
    if platform not in _OWN_SITES:
        yield N_("Request to erase what a site keeps or shows (European Union)"), "erasure"
