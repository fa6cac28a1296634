"""The switches that the platforms of the range give the owner of an account."""

from __future__ import annotations

from collections.abc import Mapping

from auditor.dataclass import dataclass
from auditor.domain.findings.plan import Change
from auditor.messages import N_
from auditor.practice.stories import rows


@dataclass(frozen=True, slots=True)
class OwnerSwitch:
    """One switch. `key` is that of stories.rows.Flags, `title` a key of the catalogue.

    `closed` is the value that gives least away, and `closes` what a step of the plan does by it.
    """

    key: str
    title: str
    closed: bool
    closes: Change


SWITCHES: Mapping[str, tuple[OwnerSwitch, ...]] = {
    rows.MASTODON: (
        OwnerSwitch(
            "noindex",
            N_("Ask search engines to leave this profile out"),
            closed=True,
            closes=Change.CLOSE_SEARCH,
        ),
        OwnerSwitch(
            "indexable",
            N_("Public posts can be found by search"),
            closed=False,
            closes=Change.CLOSE_SEARCH,
        ),
        OwnerSwitch(
            "discoverable",
            N_("Profile and posts are suggested to others"),
            closed=False,
            closes=Change.CLOSE_SEARCH,
        ),
    ),
    rows.ATPROTO: (
        OwnerSwitch(
            "logged_out",
            N_("Apps show the account to people who are not logged in"),
            closed=False,
            closes=Change.CLOSE_SEARCH,
        ),
    ),
    rows.WEBSITE: (
        OwnerSwitch(
            "noindex",
            N_("Ask search engines to leave this site out"),
            closed=True,
            closes=Change.CLOSE_SEARCH,
        ),
        OwnerSwitch(
            "training",
            N_("Collectors for AI training may take the site"),
            closed=False,
            closes=Change.CLOSE_TRAINING,
        ),
        OwnerSwitch(
            "open_licence",
            N_("Everybody may copy the pictures (CC BY 4.0)"),
            closed=False,
            closes=Change.RELICENSE,
        ),
    ),
}
"""By platform."""


def switches_for(platform: str, change: Change) -> tuple[OwnerSwitch, ...]:
    """Return the switches that do on a platform what a step of the plan says."""
    return tuple(switch for switch in SWITCHES.get(platform, ()) if switch.closes is change)
