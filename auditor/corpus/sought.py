"""What the person gives to look for, read and checked."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from itertools import chain
from pathlib import Path

import idna

from auditor.corpus.addresses.host_letters import host_spellings
from auditor.corpus.addresses.normal_form import normal_key
from auditor.corpus.queries.sought_tables import folder_of
from auditor.domain.outside.copies import EVERYTHING_BELOW
from auditor.domain.outside.training_sets import MAX_DISTANCE, Sought
from auditor.domain.text.foreign_text import clean
from auditor.errors import UsageError
from auditor.messages import _

_LARGEST = 64 * 1024 * 1024
_LABEL = r"[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9])?"
_DOMAIN = re.compile(rf"(?:{_LABEL}\.)+{_LABEL}")


def read_sought(
    urls: Path | None,
    domains: Sequence[str],
    hashes: Sequence[str],
    column: str,
    distance: int,
    further: Sought | None = None,
) -> Sought:
    """Return all that is looked for; `further` is what the vault gives.

    `urls` is a file of addresses, `hashes` are 64 hexadecimal digits each. Raises UsageError.
    """
    known = further or Sought()
    if hashes and not column:
        raise UsageError(
            _("Hashes need the name of the column that has them."), _("Name it with --column.")
        )
    if not 0 <= distance <= MAX_DISTANCE:
        raise UsageError(_("The distance is 0 to {most} bits.").format(most=MAX_DISTANCE))
    lines = _lines(urls) if urls is not None else []
    found = Sought(
        (*known.addresses, *_plain(lines)),
        (*known.folders, *_below(lines)),
        tuple(dict.fromkeys((*known.domains, *chain.from_iterable(map(_domain, domains))))),
        tuple(dict.fromkeys(hashes)),
        distance,
    )
    if not found.by_address and not found.hashes:
        raise UsageError(
            _("There is nothing to look for."),
            _("Give --urls, --domain or --hashes."),
        )
    return found


def _lines(path: Path) -> list[str]:
    try:
        with path.open("rb") as file:
            content = file.read(_LARGEST + 1)
    except OSError as error:
        raise UsageError(
            _("{file}: {reason}").format(
                file=clean(str(path)), reason=error.strerror or type(error).__name__
            )
        ) from error
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise UsageError(_("{file} is no text.").format(file=clean(str(path)))) from error
    if len(content) > _LARGEST:
        raise UsageError(_("{file} is larger than 64 MB.").format(file=clean(str(path))))
    return [line.strip() for line in text.splitlines() if line.strip() and line[0] != "#"]


def _plain(lines: Iterable[str]) -> list[str]:
    found = [line for line in lines if not line.endswith(f"/{EVERYTHING_BELOW}")]
    _require_addresses(found)
    return found


def _below(lines: Iterable[str]) -> list[str]:
    found = [line for line in lines if line.endswith(f"/{EVERYTHING_BELOW}")]
    _require_addresses(found)
    for line in found:
        if "/" not in folder_of(line):
            raise UsageError(
                _("A whole host is looked for as a domain, not below its address."),
                _("Give it with --domain."),
            )
    return found


def _require_addresses(lines: Iterable[str]) -> None:
    for number, line in enumerate(lines, 1):
        if not normal_key(line.removesuffix(EVERYTHING_BELOW)):
            raise UsageError(
                _(
                    "Entry {number} of the addresses does not begin with https:// or http://."
                ).format(number=number),
                _("One address a line; lines that start with # are passed over."),
            )


def _domain(text: str) -> tuple[str, ...]:
    """Return a domain as sets write it: in ASCII, and where it has others also in those letters."""
    plain = text.strip().removeprefix("*.").strip(".").lower().removeprefix("www.")
    try:
        written = idna.encode(plain, uts46=True).decode("ascii") if not plain.isascii() else plain
    except idna.IDNAError as error:
        raise _no_domain() from error
    if not _DOMAIN.fullmatch(written):
        raise _no_domain()
    return tuple(dict.fromkeys((written, plain, *host_spellings(written))))


def _no_domain() -> UsageError:
    return UsageError(
        _("That is no domain: nothing was searched."),
        _("A domain is like ada.example, without https:// and without a path."),
    )
