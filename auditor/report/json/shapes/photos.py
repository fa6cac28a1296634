"""The shape of one photo, of what was measured on it, and of the documents made of them."""

from __future__ import annotations

from typing import TypedDict

from auditor.report.json.shapes.closed_sets import (
    ContactWord,
    ContentWord,
    FurtherWord,
    IdentityWord,
    KindWord,
    ListingWord,
    Moment,
    ProvenanceWord,
    RevealsWord,
    RoleWord,
    TrainingWord,
    TrustedByWord,
    VariantWord,
    VisibilityWord,
)
from auditor.report.json.shapes.nothing_read import NothingReadJson


class RenditionJson(TypedDict):
    """One address of a photo, and the size of what it serves."""

    url: str | None
    """Address of the file."""
    role: RoleWord
    """`served`: the largest that a stranger can get; `displayed`: what the page shows; `alike`:
    another file of the picture that was measured with it; `smaller`: a size that is public too."""
    width: int | None
    """px; null where the platform does not say."""
    height: int | None
    """px; null where the platform does not say."""
    bytes: int | None
    """Bytes; null where the platform does not say."""
    format: str | None
    """Format of the file, for example `JPEG`."""


class PhotoPdqJson(TypedDict):
    """The PDQ hash of a photo."""

    hash: str
    """64 lower-case hex digits."""
    quality: int
    """0-100; below 50 the hash is not matched."""
    variant: VariantWord
    """How the picture was prepared before it was hashed."""
    unstable: bool
    """Rounding decides bits of it: it is not matched."""


class PerceptualJson(TypedDict):
    """Second opinions on what the picture looks like."""

    phash: str
    """16 hex digits."""
    dhash: str
    """16 hex digits."""


class PositionJson(TypedDict):
    """A position as the file or the platform tells it."""

    latitude: float
    """Decimal degrees (WGS 84), south negative; to 0.01 until the account is proven."""
    longitude: float
    """Decimal degrees (WGS 84), west negative; to 0.01 until the account is proven."""
    altitude: float | None
    """Metres, below sea level negative."""
    radius_m: int | None
    """Metres by which it was blunted; null: as it stands in the file."""
    sure: bool
    """False where the file leaves out the hemisphere or a part of the numbers."""
    where: str
    """The part of the file in which it stands; empty where that is not known."""


class CameraJson(TypedDict):
    """The camera, as the file says."""

    make: str | None
    """Maker."""
    model: str | None
    """Model."""
    lens: str | None
    """Lens."""


class EmbeddedThumbnailJson(TypedDict):
    """The small picture inside the metadata."""

    width: int
    """px."""
    height: int
    """px."""
    distance: int | None
    """Bits (0-256) by which its PDQ hash differs from the picture's."""
    differs: bool | None
    """It shows something else than the picture does; null: could not tell."""
    shows_more: bool | None
    """Its framing is wider than the picture's; null: could not tell."""


class TraceJson(TypedDict):
    """A path, a computer's name or an identifier."""

    value: str
    """In the file's own words."""
    where: str
    """The property in which it stands."""


class PersonJson(TypedDict):
    """A person whom the file names."""

    name: str
    """In the file's own words; masked in what a scan keeps."""
    where: str
    """The property in which it stands."""


class ContactJson(TypedDict):
    """A way to reach a person that the file tells."""

    kind: ContactWord
    """What it is."""
    value: str
    """In the file's own words; masked in what a scan keeps."""
    where: str
    """The property in which it stands."""


class GenerationJson(TypedDict):
    """What the file says of the model that made it."""

    tool: str | None
    """The program; null where only the prompt is told."""
    prompt: str | None
    """What was typed into it."""


class MetadataJson(TypedDict):
    """What the file, or the platform beside it, says of the photo."""

    gps: PositionJson | None
    """Where it was taken."""
    gps_others: list[PositionJson]
    """Positions of something else than the camera: what is shown, where it goes, an area."""
    captured_at: str | None
    """ISO 8601, the camera's local time; with an offset only if the file gives one, the day, month
    or year alone where it says no more. That of the last change where there is no other."""
    captured_at_utc: str | None
    """ISO 8601 in UTC, only from GPS time, an offset, or a time of change that is in UTC."""
    camera: CameraJson
    """What took it."""
    serial_numbers: list[str]
    """Of camera and lens."""
    identifiers: list[TraceJson]
    """Identifiers of this very picture or device that are no serial numbers."""
    owner: list[str]
    """Names of owner, artist and rights holder."""
    software: str | None
    """What wrote the file."""
    description: str | None
    """Title, description or comment."""
    file_name: str | None
    """Original name of the file."""
    embedded_thumbnail: EmbeddedThumbnailJson | None
    """The small picture inside."""
    data_mining: str | None
    """PLUS data mining: the part of its URI after `DMI-`."""
    source_type: str | None
    """IPTC digital source type: the last part of its URI."""


class BoxJson(TypedDict):
    """A rectangle of the stored picture."""

    x: int
    """Left, px of the stored picture."""
    y: int
    """Top, px of the stored picture."""
    width: int
    """px."""
    height: int
    """px."""


class FaceJson(BoxJson):
    """One face. Faces are measured, never identified."""

    score: float
    """0-1: how sure the detector is."""
    yaw: float
    """Degrees, roughly: 0 looks into the camera, right positive."""
    sharpness: float
    """0-1, of the face alone."""


class TextFoundJson(TypedDict):
    """A telling text in the picture."""

    kind: ContentWord
    """What it is."""
    masked: str
    """An excerpt that nobody can use."""
    confidence: float
    """0-1: how sure the reader is."""


class BarcodeJson(TypedDict):
    """A barcode in the picture."""

    format: str
    """As zxing-cpp names it."""
    kind: ContentWord
    """What it is for."""
    masked: str
    """An excerpt that nobody can use."""


class RevealedJson(TypedDict):
    """One thing that the content credentials tell."""

    what: RevealsWord
    """What it is."""
    value: str
    """In the file's own words, cleaned."""


class ProvenanceJson(TypedDict):
    """Content credentials (C2PA), read offline. Missing ones prove nothing."""

    outcome: ProvenanceWord
    """What became of looking for them."""
    codes: list[str]
    """Validation codes of C2PA that failed or warn."""
    source_type: str | None
    """IPTC digital source type: the last part of its URI."""
    training: TrainingWord | None
    """What they say of training and data mining; null: nothing."""
    reveals: list[RevealedJson]
    """What they tell besides."""
    broken_ingredients: list[str]
    """Titles of ingredients that are invalid themselves."""
    trusted_since: str | None
    """ISO 8601: when the list that trusts the signer was imported or chosen."""
    trusted_by: TrustedByWord | None
    """Which kind of list trusts the signer."""
    official_list: str | None
    """ISO 8601: the day of the official C2PA list that was asked, whatever it said; null: it was
    not chosen."""
    identity: IdentityWord | None
    """How far the identity in them was checked, which is never to the end; null: they name none.
    Its name, address and provider stand in `reveals`."""


class PlaceJson(TypedDict):
    """The nearest populated place of a position."""

    name: str
    """Name of the town."""
    country: str
    """ISO 3166-1 alpha-2."""
    radius_m: int
    """Metres to which the position (not the place) is exact."""


class UnreadJson(TypedDict):
    """A reader that could not do its part."""

    reader: str
    """Name of the reader: what it would have told is not known."""
    reason: str
    """Why, in words for a person."""


class SeenInPictureJson(TypedDict):
    """What is to be seen in a picture, and what its credentials say."""

    faces: list[FaceJson]
    """Empty where none was found or `unread` names the reader `faces`."""
    text: list[TextFoundJson]
    """Empty where none was found or `unread` names the reader `text`."""
    barcodes: list[BarcodeJson]
    """Empty where none was found or `unread` names the reader `barcodes`."""
    provenance: ProvenanceJson | None
    """Null where it was not read."""


class InFileJson(TypedDict):
    """Something that stands in a file beside its picture: what it is, and where."""

    kind: FurtherWord
    """What it is."""
    format: str | None
    """Format of it, for example `JPEG`."""
    width: int | None
    """px."""
    height: int | None
    """px."""
    bytes: int
    """Bytes, as stored."""
    where: str
    """The place in the file."""


class FurtherJson(InFileJson):
    """Something in the file beyond the picture itself."""

    gps: PositionJson | None
    """A position of its own."""
    differs: bool | None
    """It shows something else than the picture; null: could not tell."""
    sound: bool | None
    """A film with sound; null: no film, or could not tell."""
    faces: list[FaceJson]
    """Faces in it."""
    text: list[TextFoundJson]
    """Telling texts in it."""


class ContentsJson(TypedDict):
    """What a file says of people, ways to reach them, paths and models."""

    people: list[PersonJson]
    """Named as being in the picture, or as having made it."""
    keywords: list[str]
    """Words that somebody filed the picture under."""
    contact: list[ContactJson]
    """Addresses, numbers and sites of persons."""
    paths: list[TraceJson]
    """Paths of files and names of computers."""
    generation: GenerationJson | None
    """Null where the file says nothing of a model that made it."""


class MeasuredJson(SeenInPictureJson, ContentsJson):
    """What was measured on a picture; null or empty where nothing is known."""

    width: int | None
    """px."""
    height: int | None
    """px."""
    bytes: int | None
    """Bytes."""
    format: str | None
    """Format of the file, for example `JPEG`; of a film FFmpeg's name, for example `mp4`."""
    sha256: str | None
    """64 hex digits, of the bytes as served; null for a film of more than 512 MiB."""
    pdq: PhotoPdqJson | None
    """PDQ hash."""
    perceptual: PerceptualJson | None
    """Other perceptual hashes."""
    metadata: MetadataJson
    """What file and platform say."""
    further: list[FurtherJson]
    """What is in the file beyond the picture itself."""
    place: PlaceJson | None
    """The town near the position."""
    unread: list[UnreadJson]
    """What could not be looked at, and why."""


class PhotoJson(MeasuredJson):
    """One public posting of one image."""

    id: str
    """`p` and 16 hex digits; stays the same from scan to scan."""
    account: str
    """Id of its account."""
    platform: str
    """Name of the platform."""
    kind: KindWord
    """What it is used for."""
    page_url: str | None
    """Page on which it stands."""
    media_url: str | None
    """Address of the file that was measured."""
    posted_at: Moment | None
    """ISO 8601 in UTC."""
    alt: str | None
    """Alternative text."""
    caption: str | None
    """Words of the posting."""
    visibility: VisibilityWord
    """Who can see the posting."""
    listing: ListingWord
    """Whether a list names it; `unlinked`: none does, its address answers."""
    renditions: list[RenditionJson]
    """The addresses at which it can be had."""
    error: str | None
    """Why nothing was measured; null where it was."""


class PhotosJson(TypedDict):
    """All photos that the scans found."""

    photos: list[PhotoJson]
    """By id."""
    nothing_read: NothingReadJson | None
    """Null where anything was read."""


class InspectedJson(MeasuredJson):
    """One file of this device."""

    file: str
    """As it was named."""
    error: str | None
    """Why nothing can be told of it; null where its picture was looked at, or where the file says
    something all the same: `unread` then names the picture."""


class InspectJson(TypedDict):
    """What pictures on this device give away."""

    files: list[InspectedJson]
    """In the order in which they were named."""
