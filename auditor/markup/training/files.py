"""The files in which a site speaks of AI training besides robots.txt.

They are /.well-known/tdmrep.json and /ai.txt.
"""

from __future__ import annotations

import codecs
from collections.abc import Iterator, Sequence

import msgspec

from auditor.dataclass import dataclass
from auditor.domain.openness import Signal, SignalName
from auditor.markup.training.path_patterns import matches, path_of
from auditor.markup.training.site_signals import reservation, signal

TDMREP = "/.well-known/tdmrep.json"
AI_TXT = "/ai.txt"
MAX_FILE = 256_000
"""Bytes of either file that are read."""
_MAX_RULES = 10_000
_SAMPLE_PICTURE = "/picture.jpg"


@dataclass(frozen=True, slots=True)
class Reserved:
    """What tdmrep.json says of a page; `broken` where it does not have the form of the report."""

    signals: tuple[Signal, ...] = ()
    broken: bool = False


def tdmrep_signals(body: bytes, url: str, where: str) -> Reserved:
    """Return what tdmrep.json says of `url`.

    Taken are the first and the longest of the locations that cover it, which agree as a rule.
    """
    try:
        data: object = msgspec.json.decode(body.removeprefix(codecs.BOM_UTF8))
    except (msgspec.DecodeError, RecursionError, UnicodeError):
        return Reserved(broken=True)
    if not isinstance(data, list):
        return Reserved(broken=True)
    rules = [
        rule
        for rule in data[:_MAX_RULES]
        if isinstance(rule, dict) and isinstance(rule.get("location"), str)
    ]
    path = path_of(url)
    covering = [rule for rule in rules if matches(_location(rule), path)]
    broken = len(rules) < len(data)
    if not covering:
        return Reserved((), broken)
    chosen = dict.fromkeys(
        (covering.index(max(covering, key=lambda rule: len(_location(rule)))), 0)
    )
    found = tuple(_read_reservation(covering[at], where) for at in sorted(chosen))
    return Reserved(
        tuple(dict.fromkeys(found)) if len({signal.allows for signal in found}) > 1 else found[:1],
        broken,
    )


def _location(rule: dict[str, object]) -> str:
    return str(rule["location"])


def _read_reservation(rule: dict[str, object], where: str) -> Signal:
    value, policy = rule.get("tdm-reservation"), rule.get("tdm-policy")
    written = (
        str(value)
        if isinstance(value, int) and not isinstance(value, bool) and abs(value) < 10  # noqa: PLR2004 - 0 or 1
        else ""
    )
    if isinstance(value, str):
        written = value
    return reservation(
        written, policy if isinstance(policy, str) else "", f"{where} ({_location(rule)[:100]})"
    )


def ai_txt_signals(text: str, url: str, where: str, *, picture: bool) -> Iterator[Signal]:
    """Yield what ai.txt says of `url`, and of its pictures where `url` is a page.

    The file is robots.txt by kind of file, after Spawning.
    """
    rules = _read_rules(text)
    if not rules:
        return
    yield _judge_path(rules, path_of(url), where)
    if not picture:
        yield _judge_path(rules, _SAMPLE_PICTURE, f"{where} (*.jpg)")


def _read_rules(text: str) -> list[tuple[str, str]]:
    found: list[tuple[str, str]] = []
    for line in text[:MAX_FILE].splitlines():
        name, colon, value = line.partition("#")[0].partition(":")
        if (
            colon
            and name.strip().lower() in {"allow", "disallow"}
            and value.strip()
            and len(found) < _MAX_RULES
        ):
            found.append((name.strip().title(), value.strip()))
    return found


def _judge_path(rules: Sequence[tuple[str, str]], path: str, where: str) -> Signal:
    covering = [(word, pattern) for word, pattern in rules if matches(pattern, path)]
    if not covering:
        return signal(SignalName.AI_TXT, where, "", None)
    word, pattern = max(covering, key=lambda rule: (len(rule[1]), rule[0] == "Disallow"))
    return signal(SignalName.AI_TXT, where, f"{word}: {pattern}", word == "Allow")
