"""Settings: one frozen tree, read from TOML.

Errors name the file, the key and the nearest known key.
"""

from __future__ import annotations

import difflib
import tomllib
from collections.abc import Mapping
from dataclasses import field, fields, is_dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar, get_type_hints
from urllib.parse import urlsplit

import msgspec

from auditor.dataclass import dataclass
from auditor.errors import SettingsError
from auditor.messages import _

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

_MOST = 2**31  # above every number that makes sense here, below those that break time-outs and caps
_Tree = TypeVar("_Tree", bound="DataclassInstance")


@dataclass(frozen=True, slots=True)
class NetworkSettings:
    """`allow_hosts`: HOST or HOST:PORT opened although private or plain http.

    `proxy`: http(s):// or socks5h:// URL.
    """

    allow_hosts: tuple[str, ...] = ()
    proxy: str = ""
    offline: bool = False
    timeout_s: float = 30.0
    max_image_bytes: int = 64 * 1024 * 1024
    max_page_bytes: int = 8 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class ReaderSettings:
    """`workers` 0 means: as many as there are cores, fewer where memory is short.

    `vision`: look for faces and text, where the extra is installed.
    """

    exiftool: bool = True
    vision: bool = True
    workers: int = 0
    deadline_s: float = 60.0
    memory_mb: int = 1536


@dataclass(frozen=True, slots=True)
class AtprotoSettings:
    """Where DIDs are looked up, and whose displayed renditions are compared (empty: none)."""

    plc_url: str = "https://plc.directory"
    appview_url: str = "https://public.api.bsky.app"


@dataclass(frozen=True, slots=True)
class WebsiteSettings:
    """Bounds of a crawl of one host."""

    max_pages: int = 500


AT_OWN_RISK = ("facebook", "instagram", "tiktok", "x")
"""Platforms whose terms forbid reading by programs, and that act on it."""


@dataclass(frozen=True, slots=True)
class GalleryDlSettings:
    """The program gallery-dl, where you installed it: `use` it for platforms nothing else reads.

    `also` names those of facebook, instagram, tiktok and x that it may read too: their terms forbid
    it, they may refuse your connection, or close accounts that they tie to it.
    """

    use: bool = True
    also: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class SourceSettings:
    """Settings of single sources.

    `untested` names those known from documentation alone that may be asked all the same.
    """

    atproto: AtprotoSettings = field(default_factory=AtprotoSettings)
    website: WebsiteSettings = field(default_factory=WebsiteSettings)
    gallery_dl: GalleryDlSettings = field(default_factory=GalleryDlSettings)
    untested: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ServiceSettings:
    """Where the outside look-ups ask: the root of each interface."""

    hibp_url: str = "https://haveibeenpwned.com/api/v3"
    pwned_passwords_url: str = "https://api.pwnedpasswords.com"
    wayback_url: str = "https://web.archive.org"
    common_crawl_url: str = "https://index.commoncrawl.org"
    civitai_url: str = "https://civitai.com/api/v1"
    hugging_face_url: str = "https://huggingface.co/api"

    @property
    def named_to(self) -> frozenset[str]:
        """The hosts of those that refuse a program which does not name itself."""
        addresses = (self.hibp_url, self.pwned_passwords_url)
        return frozenset(urlsplit(address).hostname or "" for address in addresses) - {""}


@dataclass(frozen=True, slots=True)
class VaultSettings:
    """`idle_minutes` until the terminal UI locks; `thumbnails` keeps one small picture a photo."""

    idle_minutes: float = 5
    thumbnails: bool = True


IMAGES = ("auto", "kitty", "sixel", "half-cell", "off")
"""How pictures get onto the terminal: by what it says it can do, or as the user says."""


@dataclass(frozen=True, slots=True)
class UiSettings:
    """`images` is one of `IMAGES`."""

    images: str = "auto"
    language: str = ""


@dataclass(frozen=True, slots=True)
class Settings:
    """Everything that can be set."""

    network: NetworkSettings = field(default_factory=NetworkSettings)
    readers: ReaderSettings = field(default_factory=ReaderSettings)
    sources: SourceSettings = field(default_factory=SourceSettings)
    services: ServiceSettings = field(default_factory=ServiceSettings)
    vault: VaultSettings = field(default_factory=VaultSettings)
    ui: UiSettings = field(default_factory=UiSettings)


def load(path: Path) -> Settings:
    """Read settings from a TOML file. Raises SettingsError."""
    try:
        data = tomllib.loads(path.read_text("utf-8"))
    except OSError as error:
        raise SettingsError(
            _("{file}: cannot be read ({reason})").format(file=path, reason=error.strerror)
        ) from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, RecursionError) as error:
        deep = _("lists within lists, too many to be read")
        reason = deep if isinstance(error, RecursionError) else error
        raise SettingsError(
            _("{file}: not valid TOML: {reason}").format(file=path, reason=reason)
        ) from error
    return from_mapping(data, str(path))


def from_mapping(data: Mapping[str, Any], origin: str) -> Settings:
    """Build settings from plain values; all errors are collected into one SettingsError."""
    errors: list[str] = []
    settings = _build(Settings, data, "", errors)
    if settings.ui.images not in IMAGES:
        errors.append(_("ui.images: must be one of {names}").format(names=", ".join(IMAGES)))
    if set(settings.sources.gallery_dl.also) - set(AT_OWN_RISK):
        errors.append(
            _("sources.gallery_dl.also: may hold {names}").format(names=", ".join(AT_OWN_RISK))
        )
    errors += _no_addresses(settings.services)
    if errors:
        raise SettingsError(
            f"{origin}: {'; '.join(errors)}", _("See docs/settings.md for every key.")
        )
    return settings


def _build(kind: type[_Tree], data: Mapping[str, Any], prefix: str, errors: list[str]) -> _Tree:
    hints = get_type_hints(kind)
    names = {field.name for field in fields(kind)}
    values: dict[str, Any] = {}
    for key, value in data.items():
        if key not in names:
            errors.append(_unknown(prefix + key, key, names))
        elif is_dataclass(hints[key]):
            if isinstance(value, Mapping):
                values[key] = _build(hints[key], value, f"{prefix}{key}.", errors)
            else:
                errors.append(_("{key}: must be a table").format(key=prefix + key))
        else:
            try:
                values[key] = msgspec.convert(value, hints[key])
                if isinstance(value, int | float) and not 0 <= value < _MOST:
                    errors.append(
                        _("{key}: must be between 0 and {most}").format(
                            key=prefix + key, most=_MOST
                        )
                    )
            except msgspec.ValidationError as error:
                errors.append(f"{prefix}{key}: {error}")
    return kind(**values)


def _no_addresses(services: ServiceSettings) -> list[str]:
    """Return what is wrong with the addresses of services."""
    return [
        _("services.{key}: must be an address that begins with https:// and names a host").format(
            key=field.name
        )
        for field in fields(services)
        if not _is_address(getattr(services, field.name))
    ]


def _is_address(text: str) -> bool:
    try:
        parts = urlsplit(text)
        return parts.scheme in {"https", "http"} and bool(parts.hostname) and parts.port != 0
    except ValueError:
        return False


def _unknown(path: str, key: str, names: set[str]) -> str:
    near = difflib.get_close_matches(key, sorted(names), n=1)
    if near:
        return _("{key}: no such setting; did you mean {near}?").format(key=path, near=near[0])
    return _("{key}: no such setting").format(key=path)
