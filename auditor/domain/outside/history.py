"""The history of a reported link as files that check each other.

Each holds a line of checksums for the one before it, so that `sha256sum -c FILES` alone shows that
nothing was changed, left out or put in between. Lines that begin with # are comments to it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime

from auditor.domain.outside.reported import LinkLook, LinkState, ReportedLink
from auditor.domain.text.foreign_text import clean

_LONGEST = 2000


def with_look(
    link: ReportedLink,
    at: datetime,
    state: LinkState,
    said: str,
    *,
    absent: bool = False,
    answers: bool = False,
) -> ReportedLink:
    """Return the link with one more look, chained to what is known of it already."""
    before = link.history[-1].sha256 if link.history else _sha256(_opening(link))
    said = _line(said)
    look = LinkLook(_second(at), state, said, before, "", absent, answers)
    look = replace(look, sha256=_sha256(_entry(link, len(link.history) + 1, look)))
    return replace(link, history=(*link.history, look))


def files(link: ReportedLink) -> Mapping[str, bytes]:
    """Return the files of a history by name, in order.

    The first one tells what was reported, each further one what a look showed.
    """
    found = {_name(link, 0): _opening(link)}
    for number, look in enumerate(link.history, 1):
        found[_name(link, number)] = _entry(link, number, look)
    return found


def unbroken(link: ReportedLink) -> bool:
    """Whether every entry is as it was written, and stands behind the one that it names."""
    found = list(files(link).values())
    sums = [_sha256(data) for data in found]
    return all(
        look.before == sums[number] and look.sha256 == sums[number + 1]
        for number, look in enumerate(link.history)
    )


def _name(link: ReportedLink, number: int) -> str:
    return f"{link.id}-{number:04}.txt" if number else f"{link.id}.txt"


def _opening(link: ReportedLink) -> bytes:
    report = link.report
    on = "" if report.on is None else _time(report.on)
    lines = [
        f"address: {_line(link.url)}",
        f"written down: {_time(link.added_at)}",
        f"reported to: {_line(report.to)}",
        f"reported on: {on[:10] if report.day_only else on}",
        f"by: {report.channel or ''}",
        f"place: {_line(link.where)}",
        f"kind: {link.kind}",
        f"request complete, as its sender says: {'yes' if link.complete else 'no'}",
    ]
    return _comments(lines)


def _entry(link: ReportedLink, number: int, look: LinkLook) -> bytes:
    lines = [
        f"look {number}: {_time(look.at)}",
        f"state: {look.state}",
        f"said: {_line(look.said)}",
        f"the host said that it is gone: {'yes' if look.absent else 'no'}",
        *(["something answered: yes"] if look.answers else []),
    ]
    return _comments(lines) + f"{look.before}  {_name(link, number - 1)}\n".encode()


def _comments(lines: list[str]) -> bytes:
    return "".join(f"# {line}\n" for line in lines).encode()


def _line(text: str) -> str:
    return " ".join(clean(text, _LONGEST).split())


def _second(moment: datetime) -> datetime:
    """Return the time as the file tells it, so that nothing of it is left out of the chain."""
    return moment.astimezone(UTC).replace(microsecond=0)


def _time(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()
