"""What content credentials tell besides what they are for.

Who, with what, when, where, what was done, and which other pictures.
"""

from __future__ import annotations

from collections.abc import Iterator

from auditor.domain.photos.picture_contents import Revealed, Reveals
from auditor.domain.photos.position import Position
from auditor.readers.credentials.identity import is_identity, list_identities
from auditor.readers.credentials.json_walk import below, items, mapping, text
from auditor.readers.metadata.gps import EAST_WEST, NORTH_SOUTH, angle_in, join
from auditor.readers.metadata.text import tidy

__all__ = ["reveals_of"]

_Json = dict[str, object]

_MOST = 100
_MOST_TEXTS = 500
_WORK = "stds.schema-org.CreativeWork"
_METADATA = (
    "stds.exif",
    "stds.iptc",
    "c2pa.metadata",
    "cawg.metadata",
    "stds.schema-org.ImageObject",
)
_SOFT_BINDING = "c2pa.soft-binding"
_NO_EDIT = frozenset({"c2pa.created", "c2pa.opened", "c2pa.published", "c2pa.unknown"})
"""Actions (C2PA 2.2, 18.15) that say only that the file came into being."""

_PLACE_DECIMALS = 2
"""A place is kept to 0.01 degree, about 1 km: credentials are shown and reported whole, and a vault
must not hold an address."""

_BY_KEY = {
    "creator": Reveals.AUTHOR,
    "rights": Reveals.AUTHOR,
    "Artist": Reveals.AUTHOR,
    "Copyright": Reveals.AUTHOR,
    "CameraOwnerName": Reveals.AUTHOR,
    "OwnerName": Reveals.AUTHOR,
    "Credit": Reveals.AUTHOR,
    "PersonInImage": Reveals.AUTHOR,
    "CreatorTool": Reveals.SOFTWARE,
    "Software": Reveals.SOFTWARE,
    "DateTimeOriginal": Reveals.TIME,
    "CreateDate": Reveals.TIME,
    "DateCreated": Reveals.TIME,
    "City": Reveals.PLACE,
    "Location": Reveals.PLACE,
    "Sublocation": Reveals.PLACE,
    "CountryName": Reveals.PLACE,
    "Make": Reveals.DEVICE,
    "Model": Reveals.DEVICE,
    "BodySerialNumber": Reveals.DEVICE,
    "SerialNumber": Reveals.DEVICE,
    "LensSerialNumber": Reveals.DEVICE,
}
"""Local names of the properties (Exif, IPTC, Dublin Core) that a metadata assertion may carry as
JSON-LD."""


def reveals_of(store: _Json) -> tuple[Revealed, ...]:
    """Return what every manifest of a store tells, each thing once, at most 100.

    The active manifest comes first.
    """
    manifests = mapping(store, "manifests")
    active = text(store, "active_manifest")
    found: dict[Revealed, None] = {}
    for label in sorted(manifests, key=lambda label: label != active):
        for what, raw in _list_told(mapping(manifests, label)):
            value = tidy(raw)
            if value and len(found) < _MOST:
                found.setdefault(Revealed(what, value))
    return tuple(found)


def _list_told(manifest: _Json) -> Iterator[tuple[Reveals, str]]:
    signature = mapping(manifest, "signature_info")
    yield Reveals.SIGNER, text(signature, "common_name")
    yield Reveals.SIGNER, text(signature, "issuer")
    yield Reveals.TIME, text(signature, "time")
    yield Reveals.TITLE, text(manifest, "title")
    yield Reveals.SOFTWARE, text(manifest, "claim_generator")
    for tool in items(manifest, "claim_generator_info"):
        yield Reveals.SOFTWARE, _name_tool(tool)
    if mapping(manifest, "thumbnail"):
        yield (
            Reveals.THUMBNAIL,
            text(manifest, "title") or text(mapping(manifest, "thumbnail"), "format"),
        )
    for ingredient in items(manifest, "ingredients"):
        title = text(ingredient, "title") or text(ingredient, "instance_id")
        yield Reveals.OTHER_PICTURE, title
        if mapping(ingredient, "thumbnail"):
            yield Reveals.THUMBNAIL, title
    for assertion in items(manifest, "assertions"):
        if is_identity(assertion):
            yield from list_identities(mapping(assertion, "data"))
        else:
            yield from _read_assertion(text(assertion, "label"), mapping(assertion, "data"))


def _read_assertion(label: str, data: _Json) -> Iterator[tuple[Reveals, str]]:
    if label.startswith(_WORK):
        for role in ("author", "creator", "producer", "copyrightHolder"):
            for person in items(data, role):
                yield Reveals.AUTHOR, text(person, "name")
                yield Reveals.AUTHOR, text(person, "@id")
        yield Reveals.TIME, text(data, "dateCreated")
    elif label.startswith("c2pa.actions"):
        for action in items(data, "actions"):
            yield from _read_action(action)
    elif label.startswith(_SOFT_BINDING):
        yield Reveals.SOFT_BINDING, text(data, "alg") or label
    elif label.startswith(_METADATA):
        yield from _read_metadata(data)


def _read_action(action: _Json) -> Iterator[tuple[Reveals, str]]:
    done = text(action, "action")
    if done and done not in _NO_EDIT:
        more = (
            text(mapping(action, "parameters"), "name")
            or text(mapping(action, "parameters"), "description")
            or text(action, "description")
        )
        yield (
            Reveals.EDIT,
            f"{done.removeprefix('c2pa.')}: {more}" if more else done.removeprefix("c2pa."),
        )
    yield Reveals.TIME, text(action, "when")
    yield (
        Reveals.SOFTWARE,
        text(action, "softwareAgent") or _name_tool(mapping(action, "softwareAgent")),
    )


def _read_metadata(data: _Json) -> Iterator[tuple[Reveals, str]]:
    where: dict[str, str] = {}
    for index, (key, value) in enumerate(below(data)):
        if index >= _MOST_TEXTS:
            break
        name = key.rpartition(":")[2]
        if name in {"GPSLatitude", "GPSLongitude", "GPSLatitudeRef", "GPSLongitudeRef"}:
            where.setdefault(name, value)
        elif name in _BY_KEY:
            yield _BY_KEY[name], value
    known = join(
        angle_in(where.get("GPSLatitude", ""), where.get("GPSLatitudeRef", ""), NORTH_SOUTH),
        angle_in(where.get("GPSLongitude", ""), where.get("GPSLongitudeRef", ""), EAST_WEST),
        None,
        "",
    )
    if isinstance(known, Position):
        yield (
            Reveals.PLACE,
            f"{known.latitude:.{_PLACE_DECIMALS}f}, {known.longitude:.{_PLACE_DECIMALS}f}",
        )


def _name_tool(tool: _Json) -> str:
    return " ".join(part for part in (text(tool, "name"), text(tool, "version")) if part)
