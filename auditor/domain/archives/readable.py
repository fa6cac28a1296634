"""What this program can read, as it lists it."""

from __future__ import annotations

from enum import StrEnum

from auditor.dataclass import dataclass


class SourceKind(StrEnum):
    """How something is read. The value is used in JSON."""

    LIVE = "live"  # an interface that the platform offers to everybody
    KEY = "key"  # the same, for those who have a key of it
    ARCHIVE = "archive"  # what the platform hands out to the person
    PAGE = "page"  # pages as a browser gets them
    PROGRAM = "program"  # another program that the person installed


class TestedOn(StrEnum):
    """What the reading was tried on. The value is used in JSON."""

    REAL_SERVER = "real-server"  # the platform's software, which the project did not write
    RECORDED = "recorded"  # what a platform sent, or files that a public parser's tests use
    DOCUMENTATION = "documentation"  # what is written about it, nothing else


class SourceState(StrEnum):
    """Whether something can be read now. The value is used in JSON."""

    READY = "ready"
    NOT_LOADED = "not-loaded"  # a plugin's, which could not be loaded
    NOT_INSTALLED = "not-installed"  # another program, which is not here
    OFF = "off"  # known from documentation alone, and not switched on in the settings


@dataclass(frozen=True, slots=True)
class Readable:
    """One thing that this program can read; `needs` is what the person has to have for it."""

    name: str
    title: str
    kind: SourceKind
    needs: str
    tested_on: TestedOn
    state: SourceState = SourceState.READY
