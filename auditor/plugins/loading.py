"""Sources and checks from other packages.

Entry points `auditor.sources` and `auditor.checks`, loaded on use, failures told. Only what the
user trusted is imported: a plugin runs with all rights. What was trusted is a package with its
version and its files; once one of these is another, it has to be trusted again.
"""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Callable, Iterator, Mapping
from enum import StrEnum
from importlib.machinery import PathFinder
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import msgspec

from auditor.domain.traits import Traits
from auditor.domain.views import Plugin, PluginPart, PluginState
from auditor.errors import UsageError
from auditor.messages import _
from auditor.plugins import CHECKS, SOURCES, names
from auditor.plugins.points import entry_points
from auditor.vault.storage.location import make_folder, open_own, write_private

if TYPE_CHECKING:
    from importlib.metadata import Distribution, EntryPoint

    from auditor.domain.findings.check import Check
    from auditor.ports import Source

failures: dict[tuple[PluginPart, str], str] = {}
"""What could not be loaded in this run, and why: words of its author, so foreign text."""

TRUSTED_FILE = "plugins.trusted"
"""Beside the vault: which packages the user trusted, as JSON. It holds no secret."""
_LARGEST = 1_000_000
"""Bytes of that file that are read."""

_Loaded = TypeVar("_Loaded")
_CHECK_ID = re.compile(r"[a-z]+(-[a-z]+)+")
_SOURCE_HAS = ("name", "needs", "recognise", "detect", "fetch", "avatar", "proof_texts", "traits")


class _Trusted(msgspec.Struct, frozen=True):
    version: str
    sha256: str


def installed(folder: Path) -> tuple[Plugin, ...]:
    """Return every package with plugins, by name; `folder` is that of the vault."""
    trusted = _trusted(folder)
    found: dict[str, tuple[Distribution, dict[str, list[str]]]] = {}
    for group in (SOURCES, CHECKS):
        for point in entry_points(group):
            if point.dist is not None:
                entry = found.setdefault(point.dist.name, (point.dist, {SOURCES: [], CHECKS: []}))
                entry[1][group].append(point.name)
    return tuple(
        Plugin(
            name,
            package.version,
            tuple(sorted(points[SOURCES])),
            tuple(sorted(points[CHECKS])),
            _state(package, trusted),
        )
        for name, (package, points) in sorted(found.items())
    )


def trust(folder: Path, name: str) -> Plugin:
    """Trust an installed package as it is now. Raises UsageError if there is none, VaultError."""
    plugin = _named(folder, name)
    package = next(point.dist for point in _all_points() if point.dist and point.dist.name == name)
    kept = {**_trusted(folder), name: _Trusted(plugin.version, _fingerprint(package))}
    make_folder(folder)
    write_private(folder / TRUSTED_FILE, msgspec.json.encode(kept))
    return _named(folder, name)


def untrust(folder: Path, name: str) -> None:
    """Trust a package no longer, installed or not. Raises UsageError if it was not trusted."""
    kept = _trusted(folder)
    if kept.pop(name, None) is None:
        raise _not_there(name)
    write_private(folder / TRUSTED_FILE, msgspec.json.encode(kept))


def forget(folder: Path) -> None:
    """Forget whom the user trusted, as far as that can be done."""
    try:
        (folder / TRUSTED_FILE).unlink(missing_ok=True)
    except OSError:
        return


def load_sources(folder: Path) -> tuple[Source, ...]:
    """Import and build every trusted source: an entry point names a class without parameters."""
    from auditor.sources import ALL

    taken = {entry.name for entry in ALL}
    return _load(folder, SOURCES, lambda point: _source(point, taken))


def load_checks(folder: Path) -> tuple[Check, ...]:
    """Import every trusted check: an entry point names a `CHECK`."""
    if not names(CHECKS):  # before all checks are imported to compare their ids
        return ()
    from auditor.checks import ALL

    taken = {check.id for check in ALL}
    return _load(folder, CHECKS, lambda point: _check(point, taken))


def _load(folder: Path, group: str, take: Callable[[EntryPoint], _Loaded]) -> tuple[_Loaded, ...]:
    found: list[_Loaded] = []
    part = PluginPart.SOURCE if group == SOURCES else PluginPart.CHECK
    points = entry_points(group)
    trusted = _trusted(folder) if points else {}
    for point in points:
        try:
            refused = _refused(point.dist, trusted)
            if refused:
                failures[part, point.name] = refused
            else:
                found.append(take(point))
        except (Exception, SystemExit) as error:  # noqa: BLE001 - a plugin may fail in any way; the run goes on and says so
            failures[part, point.name] = f"{type(error).__name__}: {error}"
    return tuple(found)


def _refused(package: Distribution | None, trusted: Mapping[str, _Trusted]) -> str:
    """Return why a plugin may not run, "" where it may."""
    if package is None:
        return _("nobody can tell which package it is of")
    state = _state(package, trusted)
    if state is PluginState.TRUSTED:
        return ""
    why = {
        PluginState.NOT_TRUSTED: _("it is not trusted yet"),
        PluginState.CHANGED: _("it was changed since it was trusted"),
    }[state]
    return f"{why}: auditor plugins trust {package.name}"


def _state(package: Distribution, trusted: Mapping[str, _Trusted]) -> PluginState:
    known = trusted.get(package.name)
    if known is None:
        return PluginState.NOT_TRUSTED
    same = known == _Trusted(package.version, _fingerprint(package))
    return PluginState.TRUSTED if same else PluginState.CHANGED


def _fingerprint(package: Distribution) -> str:
    """Return the SHA-256 over names and contents of all files of a package, 64 hex digits.

    Its list of files, and what lies in the modules that its entry points name: the list of one that
    is installed from its sources names none of them. What Python compiles itself is left out.
    """
    whole = hashlib.sha256()
    for path in sorted({os.path.abspath(path) for path in _files(package)}):  # noqa: PTH100 - links stay as they are
        file = Path(path)
        if "__pycache__" in file.parts or not file.is_file():
            continue
        content = hashlib.sha256(file.read_bytes()).digest()
        name = os.fsencode(path)
        whole.update(len(name).to_bytes(8, "big") + name + content)
    return whole.hexdigest()


def _files(package: Distribution) -> Iterator[Path]:
    for listed in package.files or ():
        yield Path(str(package.locate_file(listed)))
    for module in {point.module.partition(".")[0] for point in package.entry_points}:
        spec = PathFinder.find_spec(module)  # finds, and imports nothing
        if spec is None:
            continue
        if spec.origin is not None:
            yield Path(spec.origin)
        for place in spec.submodule_search_locations or ():
            yield from Path(place).rglob("*")


def _trusted(folder: Path) -> dict[str, _Trusted]:
    """Return whom the user trusted; nobody where that cannot be read."""
    try:
        with os.fdopen(open_own(folder / TRUSTED_FILE, os.O_RDONLY), "rb") as file:
            return msgspec.json.decode(file.read(_LARGEST), type=dict[str, _Trusted])
    except (OSError, msgspec.MsgspecError):
        return {}


def _all_points() -> Iterator[EntryPoint]:
    for group in (SOURCES, CHECKS):
        yield from entry_points(group)


def _named(folder: Path, name: str) -> Plugin:
    for plugin in installed(folder):
        if plugin.name == name:
            return plugin
    raise _not_there(name)


def _not_there(name: str) -> UsageError:
    return UsageError(
        _("There is no plugin {name}.").format(name=name),
        _("'auditor plugins list' shows the names."),
    )


def _source(point: EntryPoint, taken: set[str]) -> Source:
    source: Source = point.load()()
    missing = [name for name in _SOURCE_HAS if not hasattr(source, name)]
    if missing:
        raise TypeError(f"a source without {', '.join(missing)}")
    if source.name in taken:
        raise TypeError(f"a source with the name of another: {source.name}")
    told: object = source.traits
    if not isinstance(told, Traits):
        raise TypeError(f"traits that are no {Traits.__module__}.{Traits.__name__}")
    taken.add(source.name)
    return source


def _check(point: EntryPoint, taken: set[str]) -> Check:
    from auditor.domain.findings.check import (
        AccountCheck,
        InventoryCheck,
        InventoryPart,
        PhotoCheck,
        PhotoPart,
    )

    check: object = point.load()
    if not isinstance(check, PhotoCheck | AccountCheck | InventoryCheck):
        raise TypeError("not a check")
    if not _CHECK_ID.fullmatch(check.id):
        raise TypeError("a check whose id is no words joined by hyphens")
    if check.id in taken:
        raise TypeError(f"a check with the id of another: {check.id}")
    if isinstance(check, PhotoCheck):
        _refuse_other_parts("reads", check.reads, PhotoPart)
        _refuse_other_parts("finds_in", check.finds_in, PhotoPart)
    elif isinstance(check, InventoryCheck):
        _refuse_other_parts("reads", check.reads, InventoryPart)
    taken.add(check.id)
    return check


def _refuse_other_parts(name: str, parts: object, kind: type[StrEnum]) -> None:
    """Raise TypeError where a check says of something else than parts that it looks at it."""
    if parts is None:  # not known
        return
    if not isinstance(parts, frozenset) or not all(isinstance(part, kind) for part in parts):
        raise TypeError(f"{name} that is no frozenset of {kind.__module__}.{kind.__name__}")
