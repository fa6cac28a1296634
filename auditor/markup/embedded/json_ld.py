"""Pictures in JSON-LD (schema.org): ImageObject, Person.image, and `image` of anything else."""

from __future__ import annotations

from collections.abc import Iterator

from auditor.dataclass import dataclass
from auditor.errors import PayloadBroken
from auditor.markup.payload import loose

MAX_NODES = 500_000
_BARE = frozenset({"thumbnailUrl", "thumbnail", "photo", "photos", "logo", "primaryImageOfPage"})
"""Keys whose value may be the address of a picture alone."""


@dataclass(frozen=True, slots=True)
class LinkedImage:
    """One picture as written.

    URL (not resolved, "" where it cannot be read), size in px if stated, what it is called, and
    whether it shows a Person.
    """

    url: str
    width: int | None = None
    height: int | None = None
    caption: str | None = None
    of_person: bool = False


def linked_images(text: str) -> tuple[LinkedImage, ...]:
    """Return the pictures of one `application/ld+json` block in document order.

    Nothing for what is not JSON.
    """
    try:
        data: object = loose(text.encode("utf-8", "replace"), "JSON-LD")
    except PayloadBroken:
        return ()
    return tuple(_walk(data))


def _walk(data: object) -> Iterator[LinkedImage]:
    waiting: list[tuple[object, bool]] = [(data, False)]  # (node, stands in a Person's image)
    for _step in range(MAX_NODES):
        if not waiting:
            return
        node, of_person = waiting.pop()
        match node:
            case list():
                waiting.extend((child, of_person) for child in reversed(node))
            case dict():
                if "ImageObject" in _list_types(node):
                    yield from _read_image_object(node, of_person=of_person)
                    continue
                person = "Person" in _list_types(node)
                for key, value in reversed(node.items()):
                    if key == "image":
                        waiting.extend(
                            (_as_image(image), person)
                            for image in reversed(value if isinstance(value, list) else [value])
                        )
                    elif key in _BARE and isinstance(value, (str, list)):
                        waiting.extend(
                            (_as_image(image), False)
                            for image in reversed(value if isinstance(value, list) else [value])
                        )
                    elif isinstance(value, (dict, list)):
                        waiting.append((value, False))
            case _:
                pass


def _as_image(value: object) -> object:
    """An `image` may be a bare URL, or an object without a type."""
    match value:
        case str():
            return {"@type": "ImageObject", "url": value}
        case dict() if not _list_types(value):
            return {**value, "@type": "ImageObject"}
        case _:
            return value


def _list_types(node: dict[object, object]) -> set[object]:
    kind = node.get("@type")
    return (
        {name for name in kind if isinstance(name, str)}
        if isinstance(kind, list)
        else {kind}
        if isinstance(kind, str)
        else set()
    )


def _read_image_object(node: dict[object, object], *, of_person: bool) -> Iterator[LinkedImage]:
    """Yield the picture of an object; "" for its address where that cannot be read.

    An object without an address refers to another one.
    """
    told = [node.get(key) for key in ("contentUrl", "url") if node.get(key) not in (None, "")]
    urls = (value for each in told for value in (each if isinstance(each, list) else [each]))
    url = next((value for value in urls if isinstance(value, str) and value), "")
    if not told:
        return
    texts = (node.get(name) for name in ("caption", "description", "name"))
    caption = next((text for text in texts if isinstance(text, str) and text), None)
    width, height = _read_pixels(node.get("width")), _read_pixels(node.get("height"))
    yield LinkedImage(url, width, height, caption, of_person)


def _read_pixels(value: object) -> int | None:
    if isinstance(value, dict):  # QuantitativeValue
        value = value.get("value")
    if (
        isinstance(value, str)
        and value.removesuffix("px").strip().isascii()
        and value.removesuffix("px").strip().isdigit()
    ):
        value = int(value.removesuffix("px").strip()[:7])
    return (
        value
        if isinstance(value, int) and not isinstance(value, bool) and 0 < value < 1_000_000  # noqa: PLR2004
        else None
    )
