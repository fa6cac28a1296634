"""Packs for trainers, as JSON documents."""

from __future__ import annotations

from typing import TypedDict


class PackPartJson(TypedDict):
    """A part of the time line."""

    start: int
    """The minute at which it begins, from 0."""
    minutes: int
    """How long it takes."""
    title: str
    """What happens, in the user's language."""
    tasks: list[str]
    """The ids of its tasks."""


class PackJson(TypedDict):
    """A class of so many minutes."""

    name: str
    """What the commands call it."""
    minutes: int
    """How long it takes."""
    title: str
    """Its title, in the user's language."""
    story: str
    """The story of the practice range that it is about."""
    level: int
    """How much of that story is told."""
    parts: list[PackPartJson]
    """Its parts, in order."""


class PacksJson(TypedDict):
    """The packs, and the files that were written."""

    packs: list[PackJson]
    """The shortest first; one where one was named."""
    files: list[str]
    """The files that were written, by name; empty for a list."""
