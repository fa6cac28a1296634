"""The kinds of what stands in place of a page; `hindrances` tells them, loaded with the first."""

from __future__ import annotations

from enum import StrEnum

from auditor.dataclass import dataclass


class Hindrance(StrEnum):
    """What stands in place of a page."""

    CHALLENGE = "challenge"  # asks whether a person is there
    SCRIPTS = "scripts"  # empty until scripts ran
    LOGIN = "login"  # asks for a password
    MISSING = "missing"  # says that there is no such page
    FRAME = "frame"  # shows another host in a frame, or leads there
    GATE = "gate"  # asks for a consent or an age first
    NOTICE = "notice"  # says that the site is made, maintained, sold, broken or not for all
    EMPTY = "empty"  # nothing at all


@dataclass(frozen=True, slots=True)
class Shown:
    """What a page shows, as far as it matters here: pictures in its body, links to its own host.

    `anything`: it names any picture, link, film, stylesheet or feed.
    """

    title: str
    pictures: int
    links: int
    foreign_frames: int = 0
    anything: bool = True
