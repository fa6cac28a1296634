"""The shapes of the JSON documents: every key is told, and what differs from them is refused."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from auditor.report.json.shapes import registry
from auditor.report.json.shapes.registry import DocumentShape
from tests.json_shapes import DIALECT, check, schema_of
from tests.rows import each_row

CHANGES: dict[str, Any] = {
    "schema": "auditor/changes/1",
    "from": 1,
    "to": 2,
    "photos": [{"id": "p0", "account": "a0", "change": "changed", "parts": ["words"]}],
    "not_compared": [],
    "questions": [],
    "scans": [
        {"id": 1, "started_at": "2026-11-20T08:00:00Z", "ended_at": "2026-11-20T08:00:01.250000Z"}
    ],
}


def objects(schema: Any) -> Iterator[dict[str, Any]]:
    if isinstance(schema, dict):
        if "properties" in schema:
            yield schema
        for below in schema.values():
            yield from objects(below)
    elif isinstance(schema, list):
        for below in schema:
            yield from objects(below)


@each_row("entry", registry.ALL, ids=lambda entry: entry.name)
def test_a_schema_is_closed_and_tells_every_key(entry: DocumentShape) -> None:
    schema = schema_of(entry)
    assert schema["$schema"] == DIALECT
    assert schema["properties"]["schema"] == {"const": entry.schema}
    for found in objects(schema):
        assert found["description"]
        assert found["additionalProperties"] is False
        assert found["required"] == list(found["properties"])
        for key, value in found["properties"].items():
            assert re.fullmatch(r"[a-z][a-z0-9_]*", key)
            assert key == "schema" or value["description"].endswith("."), key


def test_what_has_the_promised_shape_is_taken() -> None:
    assert check(json.dumps(CHANGES)) == CHANGES


@each_row(
    ("change", "says"),
    [
        (lambda found: found.pop("to"), "missing required field `to`"),
        (lambda found: found.update(more=1), r"\$\.more"),
        (lambda found: found["photos"][0].update(more=1), r"\$\.photos\[0\]\.more"),
        (lambda found: found["photos"][0].pop("parts"), r"`parts` - at `\$\.photos\[0\]`"),
        (lambda found: found["photos"][0].update(change="moved"), r"photos\[0\]\.change"),
        (lambda found: found["photos"][0].update(parts=["sound"]), r"photos\[0\]\.parts"),
        (lambda found: found.update(to="2"), r"\$\.to"),
        (lambda found: found["scans"][0].update(started_at="2026-11-20T08:00:00"), "started_at"),
        (lambda found: found["scans"][0].update(started_at="2026-11-20T09:00:00+01:00"), "[+]01"),
        (lambda found: found.update(schema="auditor/changes/9"), "no shape"),
    ],
)
def test_what_differs_is_refused(change: Callable[[dict[str, Any]], object], says: str) -> None:
    found = json.loads(json.dumps(CHANGES))
    change(found)
    with pytest.raises(AssertionError, match=says):
        check(json.dumps(found))


def test_schema_is_the_first_key() -> None:
    with pytest.raises(AssertionError, match="first key"):
        check(json.dumps(dict(reversed(CHANGES.items()))))
