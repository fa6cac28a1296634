"""Walking through foreign JSON whose shape nobody promises.

What is not there, or of another kind, is empty.
"""

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
    """Return the objects of the list at `key`, or the one object that stands there without a list.

    At most 1000.
    """
    found = node.get(key) if isinstance(node, dict) else None
    listed = found if isinstance(found, list) else [found]
    return [node for node in listed[:_MOST_ITEMS] if isinstance(node, dict)]


def text(node: object, key: str) -> str:
    """Return the text at `key`."""
    found = node.get(key) if isinstance(node, dict) else None
    return found if isinstance(found, str) else ""


def below(node: object, key: str = "") -> Iterator[tuple[str, str]]:
    """Yield every text below `node` with the nearest key above it, in the order of the document.

    Numbers as text.
    """
    waiting: list[tuple[str, object]] = [(key, node)]
    for _step in range(_MOST_NODES):
        if not waiting:
            return
        name, value = waiting.pop()
        if isinstance(value, dict):
            waiting += [(str(key), child) for key, child in reversed(value.items())]
        elif isinstance(value, list):
            waiting += [(name, child) for child in reversed(value)]
        elif isinstance(value, str):
            yield name, value
        elif isinstance(value, int | float) and not isinstance(value, bool):
            yield name, str(value)
