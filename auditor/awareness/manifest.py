"""The manifest of a trainer's folder: what each picture is, its licence and where it comes from."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Annotated, Literal, TypeAlias

import msgspec

from auditor.awareness.skill import LEAST_EACH, PictureLabel
from auditor.errors import UsageError
from auditor.messages import _

NAME = "manifest.toml"
MOST_BYTES = 1_000_000
PARTS = 3
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
    try:
        stated = msgspec.toml.decode(data, type=_Stated)
        if stated.nobody_under_18 is not True or stated.nothing_intimate is not True:
            raise UsageError(*_refused())
        found = msgspec.toml.decode(data, type=ManifestFile)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise UsageError(
            _("{file}: {reason}").format(file=NAME, reason=error),
            _("Each picture needs file, label (real or fake), licence and source."),
        ) from error
    for picture in found.pictures:
        if not picture.licence.strip() or not picture.source.strip():
            raise UsageError(_("{file} has no licence or no source.").format(file=picture.file))
        if "/" in picture.file or "\\" in picture.file or picture.file.startswith("."):
            raise UsageError(
                _("{file} is no name of a file in the folder.").format(file=picture.file)
            )
    twice = [name for name, count in Counter(p.file for p in found.pictures).items() if count > 1]
    if twice:
        raise UsageError(_("{file} stands in the manifest twice.").format(file=twice[0]))
    return found


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


def notes(manifest: ManifestFile, formats: Mapping[str, str]) -> Iterator[str]:
    """Yield what a learner might learn instead of the matter, and what is too little.

    `formats` is the kind of each file as its first bytes say.
    """
    for label in ("real", "fake"):
        count = sum(picture.label == label for picture in manifest.pictures)
        if count < LEAST_EACH * PARTS:
            yield _(
                "{count} {label} pictures: fewer than {least} for three parts with {each} each, so "
                "no d' and no points can be told of all parts."
            ).format(count=count, label=label, least=LEAST_EACH * PARTS, each=LEAST_EACH)
    kinds = {
        label: {formats.get(p.file, "") for p in manifest.pictures if p.label == label}
        for label in ("real", "fake")
    }
    if kinds["real"] and kinds["fake"] and not kinds["real"] & kinds["fake"]:
        yield _(
            "All real pictures are {real} and all fakes are {fake}: traces of the format may give "
            "the answer away. Take both from files of the same kind."
        ).format(real=", ".join(sorted(kinds["real"])), fake=", ".join(sorted(kinds["fake"])))


def same_twice(hashes: Sequence[tuple[str, str]]) -> Iterator[str]:
    """Yield the pictures that are in the folder twice; each of `hashes` is a file and its hash."""
    first: dict[str, str] = {}
    for file, digest in hashes:
        if digest in first:
            yield _("{file} is the same picture as {other}.").format(file=file, other=first[digest])
        first.setdefault(digest, file)
