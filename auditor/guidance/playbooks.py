"""Settings of one platform in the order in which they are worth changing, from playbooks/*.toml.

One file a platform.
"""

from __future__ import annotations

from datetime import date
from functools import lru_cache
from importlib.resources import files
from typing import Literal

import msgspec

from auditor.dataclass import dataclass
from auditor.domain.findings.finding import NoticedBy
from auditor.guidance.age import SETTING_DAYS, FurtherSource, stale

Affects = Literal[
    "visibility",
    "indexing",
    "discoverability",
    "face",
    "tagging",
    "location",
    "metadata",
    "download",
    "ai_training",
]

_OFFICIAL = (
    "support.google.com/", "developers.google.com/", "help.pinterest.com/", "support.vsco.co/",
    "support.gravatar.com/", "flickrhelp.com/", "support.strava.com/", "support.tiktok.com/",
    "www.linkedin.com/", "help.smugmug.com/", "get.smugmug.net/", "www.smugmughelp.com/",
    "docs.joinmastodon.org/", "github.com/mastodon/", "github.com/pixelfed/",
    "github.com/bluesky-social/", "commons.wikimedia.org/", "make.wordpress.org/",
    "help.instagram.com/", "www.facebook.com/help/", "help.x.com/", "help.snapchat.com/",
    "developer.mozilla.org/",
)  # fmt: skip
"""Where platforms, and who writes the standards of the web, say themselves how a setting works."""

_FOLDER = "playbooks"
_END = ".toml"


@dataclass(frozen=True, slots=True)
class Step:
    """One setting.

    `title`, `recommended` and `changes` are English keys of the catalogue; `menu` is the path in
    the platform's words.

    `url` is https or empty; `server_path` stands where the page is on the user's own server.
    `minutes` is an estimate. `notice`, an English key too, says who is told what; it is empty where
    nobody is and nothing that others see changes.
    """

    key: str
    title: str
    recommended: str
    changes: str
    affects: tuple[Affects, ...]
    minutes: float
    source_url: str
    source_date: str
    confidence: Literal["high", "medium", "low"]
    checked_on: date
    menu: str = ""
    url: str = ""
    server_path: str = ""
    noticed_by: NoticedBy = NoticedBy.UNKNOWN
    notice: str = ""
    evidence_first: bool = False
    also_listed_as: tuple[str, ...] = ()
    also: tuple[FurtherSource, ...] = ()

    @property
    def official(self) -> bool:
        """Whether the platform itself says it; other pages may be anybody's."""
        page = self.source_url.partition("://")[2]
        return page.startswith(_OFFICIAL)

    def link(self, server: str = "") -> str:
        """Return the page to open in the browser, empty if none is known.

        `server` is the host name of the user's own server.
        """
        return f"https://{server}{self.server_path}" if server and self.server_path else self.url

    def stale(self, today: date) -> bool:
        """Say whether the menu may have moved since anyone looked."""
        return stale(self.source_date, self.checked_on, SETTING_DAYS, today)


@dataclass(frozen=True, slots=True)
class Playbook:
    """One platform.

    `aliases` are other names and hosts, among them our sources; `includes` are playbooks that hold
    there too.

    `note` is an English key of the catalogue: what no setting changes.
    """

    key: str
    name: str
    steps: tuple[Step, ...]
    aliases: tuple[str, ...] = ()
    includes: tuple[str, ...] = ()
    note: str = ""

    def shown(self, *, low_confidence: bool = False) -> tuple[Step, ...]:
        """Return the steps that are sure enough to be shown."""
        return tuple(step for step in self.steps if low_confidence or step.confidence != "low")


class _File(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    key: str
    name: str
    step: tuple[Step, ...]
    aliases: tuple[str, ...] = ()
    includes: tuple[str, ...] = ()
    note: str = ""


@lru_cache(maxsize=1)
def platforms() -> tuple[str, ...]:
    """Return the key of every playbook."""
    names = (file.name for file in files("auditor.guidance").joinpath(_FOLDER).iterdir())
    return tuple(sorted(name.removesuffix(_END) for name in names if name.endswith(_END)))


@lru_cache(maxsize=64)
def read(key: str) -> Playbook:
    """Return one file, without what it includes.

    Raises FileNotFoundError, and msgspec.ValidationError on a broken file.
    """
    book = msgspec.toml.decode(
        files("auditor.guidance").joinpath(_FOLDER, key + _END).read_bytes(), type=_File
    )
    return Playbook(book.key, book.name, book.step, book.aliases, book.includes, book.note)


def playbook(platform: str) -> Playbook | None:
    """Return the playbook of a platform, None if unknown.

    It is found by name, alias, host or name of a source, and has the steps of those it includes.
    """
    key = _index_by_name().get(_fold_name(platform))
    if key is None:
        return None
    own = read(key)
    steps = own.steps + tuple(step for other in own.includes for step in read(other).steps)
    return Playbook(own.key, own.name, steps, own.aliases, own.includes, own.note)


@lru_cache(maxsize=1)
def _index_by_name() -> dict[str, str]:
    return {
        _fold_name(name): key
        for key in platforms()
        for name in (key, read(key).name, *read(key).aliases)
    }


def _fold_name(name: str) -> str:
    folded = name.strip().casefold()
    return (
        folded.removeprefix("https://")
        .removeprefix("www.")
        .rstrip("/")
        .replace(" ", "-")
        .replace("_", "-")
    )
