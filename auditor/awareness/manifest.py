"""The manifest of a trainer's folder: what each picture is, its licence and where it comes from."""

from __future__ import annotations

from collections import Counter
from pathlib import PurePosixPath, PureWindowsPath
from typing import Annotated, Literal, TypeAlias

import msgspec

from auditor.awareness.skill import PictureLabel
from auditor.errors import UsageError
from auditor.messages import _

NAME = "manifest.toml"
MOST_BYTES = 1_000_000
MOST_PICTURES = 600
"""Pictures of a folder: three parts need 72, and each is decoded before a test."""
ManifestWords: TypeAlias = Annotated[str, msgspec.Meta(min_length=1, max_length=400)]


class TestPicture(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A picture of a trainer: its file, whether it is real, under which licence, from where."""

    __test__ = False

    file: ManifestWords
    label: PictureLabel
    licence: ManifestWords
    source: ManifestWords
    kind: str = ""


class ManifestFile(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What the trainer states of the whole folder, and its pictures."""

    nobody_under_18: Literal[True]
    nothing_intimate: Literal[True]
    pictures: tuple[TestPicture, ...]


class _Stated(msgspec.Struct):
    """Only what is stated of the folder, whatever else stands in the file."""

    nobody_under_18: object = None
    nothing_intimate: object = None


def read_manifest(data: bytes) -> ManifestFile:
    """Return what a manifest says. Raises UsageError with the row that is wrong."""
    if len(data) > MOST_BYTES:
        raise UsageError(_("{file} is larger than 1 MB.").format(file=NAME))
    try:
        stated = msgspec.toml.decode(data, type=_Stated)
        if stated.nobody_under_18 is not True or stated.nothing_intimate is not True:
            raise UsageError(*_refused())
        found = msgspec.toml.decode(data, type=ManifestFile)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        deep = _("lists within lists, too many to be read")
        reason = deep if isinstance(error, RecursionError) else error
        raise UsageError(
            _("{file}: {reason}").format(file=NAME, reason=reason),
            _("Each picture needs file, label (real or fake), licence and source."),
        ) from error
    for picture in found.pictures:
        if not picture.licence.strip() or not picture.source.strip():
            raise UsageError(_("{file} has no licence or no source.").format(file=picture.file))
        if not _in_folder(picture.file):
            raise UsageError(
                _("{file} is no name of a file in the folder.").format(file=picture.file)
            )
    if len(found.pictures) > MOST_PICTURES:
        raise UsageError(
            _("The manifest names {count} pictures; {most} are the most.").format(
                count=len(found.pictures), most=MOST_PICTURES
            )
        )
    twice = [name for name, count in Counter(p.file for p in found.pictures).items() if count > 1]
    if twice:
        raise UsageError(_("{file} stands in the manifest twice.").format(file=twice[0]))
    return found


def _in_folder(name: str) -> bool:
    """Whether a name is one of a file right in the folder, on any system."""
    return (
        PurePosixPath(name).name == PureWindowsPath(name).name == name
        and not name.startswith(".")
        and name.isprintable()
    )


def _refused() -> tuple[str, str]:
    return (
        _(
            "The manifest must state nobody_under_18 = true and nothing_intimate = true; nothing "
            "was read."
        ),
        _(
            "Pictures of people under 18 and intimate pictures of anybody are never shown in a "
            "class. For such a picture: Take It Down or Report Remove under 18, StopNCII for "
            "adults; auditor help-services --where PLACE names who helps."
        ),
    )
