"""What screens tell the app: where to go, what went wrong, that the vault is open."""

from __future__ import annotations

from enum import StrEnum

from textual.message import Message

from auditor.errors import AuditorError


class Route(StrEnum):
    """Every screen that another one can lead to."""

    WELCOME = "welcome"
    UNLOCK = "unlock"
    OVERVIEW = "overview"
    ACCOUNTS = "accounts"
    PHOTOS = "photos"
    FINDINGS = "findings"
    PLAN = "plan"
    SCAN = "scan"
    NETWORK = "network"
    ADD_ACCOUNT = "add-account"
    CLAIM = "claim"
    PROVE = "prove"
    REMOVE = "remove"
    PHOTO = "photo"
    PRIVATE = "private"
    ADD_PRIVATE = "add-private"
    REMOVE_PRIVATE = "remove-private"
    HELP_NOW = "help-now"
    LIKENESS = "likeness"
    LINKS = "links"
    PLACES = "places"
    FORGET_PLACES = "forget-places"
    LAW = "law"
    VERIFY = "verify"
    HELPS = "helps"
    CHANGES = "changes"
    CHECKLIST = "checklist"
    ACT = "act"
    QUESTION = "question"
    DO_STEP = "do-step"
    BROWSE = "browse"
    LETTER = "letter"
    CASE = "case"
    COPIES = "copies"
    SIGNING = "signing"
    EXPORT = "export"
    OPT_OUT = "opt-out"
    ERASE = "erase"
    ARCHIVE = "archive"
    PICTURE_SEARCH = "picture-search"
    LOOK_ALIKES = "look-alikes"
    WEB_COPIES = "web-copies"
    TRAINING_SETS = "training-sets"
    BREACHES = "breaches"
    ASK_BREACHES = "ask-breaches"
    OWN_KEYS = "own-keys"
    REPORTED = "reported"
    ADD_REPORTED = "add-reported"
    LOOK_REPORTED = "look-reported"
    NEXT_REPORTED = "next-reported"
    TASKS = "tasks"
    TASK_RESULT = "task-result"
    TEACH = "teach"
    VOTE = "vote"
    CHART = "chart"
    AWARENESS = "awareness"
    DISCOVER = "discover"
    FORGOTTEN = "forgotten"


MAIN = (Route.OVERVIEW, Route.ACCOUNTS, Route.PHOTOS, Route.FINDINGS, Route.PLAN, Route.SCAN)
"""The places in the top bar, reached by the keys 1 to 6."""

NUMBERED = (*MAIN, Route.PRIVATE, Route.LIKENESS, Route.LINKS, Route.PLACES)
"""Every place that a number leads to, from 1 to 9 and then 0."""


class Go(Message):
    """Lead to a place; `item` is the id of what it shows, where it shows one thing."""

    def __init__(self, place: Route, item: str = "") -> None:
        super().__init__()
        self.place = place
        self.item = item


class Trouble(Message):
    """Something did not work, and a person should read why."""

    def __init__(self, error: AuditorError) -> None:
        super().__init__()
        self.error = error


class JustSaid(Message):
    """Something was done, in a sentence; an empty one takes the last one away."""

    def __init__(self, sentence: str) -> None:
        super().__init__()
        self.sentence = sentence


class VaultOpened(Message):
    """The vault is open. `scan` begins a scan at once."""

    def __init__(self, *, scan: bool = False) -> None:
        super().__init__()
        self.scan = scan


class ScanMoved(Message):
    """The scan made progress.

    Newer ones stand for older ones, so a fast scan cannot flood the screen.
    """

    def can_replace(self, message: Message) -> bool:
        """Let a later one take the place of this one."""
        return isinstance(message, ScanMoved)
