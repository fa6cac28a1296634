"""docs/json.md, made of the schemas: a section a document, then the parts that several share."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

from auditor.report.json.shapes import registry
from auditor.report.json.shapes.registry import DocumentShape
from tests.json_shapes import schema_of

HEAD = """# JSON documents

Every command that shows something takes `--json` and then prints one document on stdout. Its first
key, `schema`, names it; the number at its end grows with every change of shape. Every key is always
there: what is absent is null or an empty list. Words of closed sets are listed; times are ISO 8601
in UTC and end in `Z`, unless it says otherwise. The schemas (JSON Schema, draft 2020-12) are in
[schema](schema).

What a command prints with `--json` is exact and never masked: treat it as you would treat the
vault. Only the report is masked, unless `--full` is given: its `masked` says so, and accounts,
photos, findings and steps are numbered in it ("account A", "photo 7"). Ids are made with
a secret of the vault: they stay the same in one vault, and tell nothing of what they stand for without it.

"""
SHARED = """## Shared parts

Objects that stand in several documents.

"""


def render() -> str:
    """Return docs/json.md."""
    schemas = {entry: schema_of(entry) for entry in registry.ALL}
    uses = Counter(name for schema in schemas.values() for name in schema.get("$defs", {}))
    shared = {
        name: part
        for schema in schemas.values()
        for name, part in schema.get("$defs", {}).items()
        if uses[name] > 1
    }
    return (
        HEAD
        + "".join(f"- [{entry.schema}](#{anchor(entry.schema)})\n" for entry in schemas)
        + "\n"
        + "".join(section(entry, schema, shared) for entry, schema in schemas.items())
        + SHARED
        + "\n".join(object_text(name, shared[name]) for name in sorted(shared))
    )


def section(entry: DocumentShape, schema: Mapping[str, Any], shared: Mapping[str, Any]) -> str:
    given = [f"`auditor {command} --json`" for command in entry.commands]
    given += [f"`{entry.also}`"] if entry.also else []
    file = f"[{entry.name}.json](schema/{entry.name}.json)"
    lines = [
        f"## {entry.schema}\n",
        f"{schema['description']} From {', '.join(given)}; schema: {file}.\n",
        table(schema),
    ]
    own = {name: part for name, part in schema.get("$defs", {}).items() if name not in shared}
    lines += [object_text(name, part) for name, part in own.items()]
    return "\n".join(lines) + "\n"


def object_text(name: str, part: Mapping[str, Any]) -> str:
    return f"### {name}\n\n{part['description']}\n\n{table(part)}"


def table(part: Mapping[str, Any]) -> str:
    rows = ["| key | value | meaning |", "| --- | --- | --- |"]
    rows += [
        f"| `{key}` | {kind(value)} | {meaning(value)} |"
        for key, value in part["properties"].items()
    ]
    return "\n".join(rows) + "\n"


def meaning(value: Mapping[str, Any]) -> str:
    said = " ".join(value.get("description", "Name and version of the document.").split())
    words = [f"`{word}`" for word in closed(value)]
    return (said + (f" One of {', '.join(words)}." if words else "")).replace("|", "\\|")


def closed(value: Any) -> Iterator[str]:
    """The words of the closed set that a value is of, wherever it stands in its schema."""
    if isinstance(value, dict):
        if isinstance(value.get("enum"), list):
            yield from (str(word) for word in value["enum"] if isinstance(word, str))
        for below in value.values():
            yield from closed(below)
    elif isinstance(value, list):
        for below in value:
            yield from closed(below)


def kind(value: Mapping[str, Any]) -> str:
    match value:
        case {"const": known}:
            said = f"`{known}`"
        case {"enum": [False]}:
            said = "false"
        case {"$ref": str(path)}:
            name = path.rpartition("/")[2]
            said = f"[{name}](#{anchor(name)})"
        case {"anyOf": kinds}:
            said = " or ".join(kind(each) for each in kinds)
        case {"type": "array", "items": items}:
            said = f"list of {kind(items)}"
        case {"type": "object", "additionalProperties": dict() as below}:
            said = f"object of {kind(below)}"
        case {"format": "date-time"}:
            said = "time"
        case _:
            said = str(value["type"])
    return said


def anchor(title: str) -> str:
    """The anchor that a heading has."""
    return "".join(
        letter for letter in title.lower().replace(" ", "-") if letter.isalnum() or letter in "-_"
    )
