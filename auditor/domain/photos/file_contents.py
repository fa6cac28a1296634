"""What a file holds beside its picture: people, contacts, traces, prompts, further pictures."""

from __future__ import annotations

from enum import StrEnum

from auditor.dataclass import dataclass
from auditor.domain.photos.picture_contents import Face, TextFound
from auditor.domain.photos.position import Position


class FurtherKind(StrEnum):
    """What is in a file beyond the picture itself."""

    PICTURE = "picture"
    VIDEO = "video"
    AUDIO = "audio"
    THUMBNAIL = "thumbnail"
    FRAME = "frame"
    PAGE = "page"
    UNKNOWN = "unknown"


class ContactKind(StrEnum):
    """A way to reach a person."""

    EMAIL = "email"
    PHONE = "phone"
    ADDRESS = "address"
    URL = "url"


@dataclass(frozen=True, slots=True)
class NamedPerson:
    """A person whom the file names, and the property that does ("XMP mwg-rs:Name")."""

    name: str
    where: str


@dataclass(frozen=True, slots=True)
class Contact:
    """A way to reach a person that the file tells, and the property that does."""

    kind: ContactKind
    value: str
    where: str


@dataclass(frozen=True, slots=True)
class Trace:
    """A path, a computer's name or an identifier, and the property that tells it."""

    value: str
    where: str


@dataclass(frozen=True, slots=True)
class Generation:
    """What a file says of the model that made it: the program, and what was typed into it."""

    tool: str | None = None
    prompt: str | None = None


@dataclass(frozen=True, slots=True)
class Further:
    """Something in a file beyond the picture itself.

    `format` is Pillow's or FFmpeg's name, sizes in px, `bytes` as stored. `where` names the place
    in the file ("behind the end", "MPF picture 2"). `gps` is its own position. `differs` is True
    if it shows something else than the picture, None where that was not or could not be told.
    `derived` is True where it was made of the same exposure and is no picture to look at (a gain
    map, a depth map, the outline of a person). `sound` says whether a film has any, None where it
    is no film or could not be told. `faces` and `text` are what was seen in it.
    """

    kind: FurtherKind
    format: str | None
    width: int | None
    height: int | None
    bytes: int
    where: str
    gps: Position | None = None
    differs: bool | None = None
    sound: bool | None = None
    faces: tuple[Face, ...] = ()
    text: tuple[TextFound, ...] = ()
    derived: bool = False
