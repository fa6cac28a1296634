"""Walking through foreign JSON whose shape nobody promises: what is not there, or of another kind, is empty."""

from __future__ import annotations

from collections.abc import Iterator

__all__ = ["below", "items", "mapping", "text"]

_Json = dict[str, object]
_MOST_NODES = 20_000
_MOST_ITEMS = 1000


def mapping(node: object, key: str) -> _Json:
    """Return the object at `key`."""
    found = node.get(key) if isinstance(node, dict) else None
    return found if isinstance(found, dict) else {}


def items(node: object, key: str) -> list[_Json]:
    """Return the objects of the list at `key`, or the one object that stands there without a list; at most 1000."""
    found = node.get(key) if isinstance(node, dict) else None
    listed = found if isinstance(found, list) else [found]
    return [one for one in listed[:_MOST_ITEMS] if isinstance(one, dict)]


def text(node: object, key: str) -> str:
    """Return the text at `key`."""
    found = node.get(key) if isinstance(node, dict) else None
    return found if isinstance(found, str) else ""


def below(node: object, key: str = "") -> Iterator[tuple[str, str]]:
    """Yield every text below `node` with the nearest key above it, in the order of the document; numbers as text."""
    waiting: list[tuple[str, object]] = [(key, node)]
    for _step in range(_MOST_NODES):
        if not waiting:
            return
        name, one = waiting.pop()
        if isinstance(one, dict):
            waiting += [(str(inner), value) for inner, value in reversed(one.items())]
        elif isinstance(one, list):
            waiting += [(name, value) for value in reversed(one)]
        elif isinstance(one, str):
            yield name, one
        elif isinstance(one, int | float) and not isinstance(one, bool):
            yield name, str(one)
