"""docs/schema and docs/json.md from the shapes of the documents, and documents held against them.

`check` asks both: the published schema, and the type that it is made of.
"""

from __future__ import annotations

import ast
import inspect
import json
import sys
from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any, get_type_hints

import msgspec
from jsonschema import Draft202012Validator

from auditor.report.json.encoding import plain
from auditor.report.json.shapes import registry
from auditor.report.json.shapes.registry import DocumentShape
from tests.code import ROOT

DIALECT = "https://json-schema.org/draft/2020-12/schema"
ENDING = "Json"
_REF = "#/$defs/"


def check(text: str) -> Any:
    """Return a document that a command printed.

    Raises AssertionError where it is none, is on no list, or has not exactly the promised shape.
    """
    document = json.loads(text)
    assert isinstance(document, dict), f"no document: {text[:80]!r}"
    name, schema = next(iter(document.items()), ("", ""))
    assert name == "schema", f"the first key is {name!r}"
    shape = named().get(str(schema))
    assert shape is not None, f"{schema}: no shape in auditor/report/json/shapes/registry.py"
    body = {key: value for key, value in document.items() if key != "schema"}
    try:
        typed: object = msgspec.convert(body, shape.shape)
    except msgspec.ValidationError as error:
        message = f"{schema}: {error}"
        raise AssertionError(message) from error
    # What the shape does not know was left out of `typed`.
    foreign = list(differences(body, json.loads(json.dumps(typed, default=plain))))
    assert not foreign, f"{schema}: not in the shape: {', '.join(foreign)}"
    broken = next(validator(shape.schema).iter_errors(document), None)
    assert broken is None, f"{schema}: docs/schema: {broken.json_path}: {broken.message}"
    return document


def differences(given: Any, typed: Any, at: str = "$") -> Iterator[str]:
    """Where a document is not what came of reading it by its shape."""
    if isinstance(given, dict) and isinstance(typed, dict):
        for key, value in given.items():
            if key in typed:
                yield from differences(value, typed[key], f"{at}.{key}")
            else:
                yield f"{at}.{key}"
    elif isinstance(given, list) and isinstance(typed, list) and len(given) == len(typed):
        for place, (value, other) in enumerate(zip(given, typed, strict=True)):
            yield from differences(value, other, f"{at}[{place}]")
    elif given != typed:
        yield f"{at} ({given!r})"


@cache
def named() -> Mapping[str, DocumentShape]:
    return {entry.schema: entry for entry in registry.ALL}


@cache
def validator(schema: str) -> Draft202012Validator:
    """Return what holds a document against its published schema, times and dates included."""
    path = ROOT / "docs" / "schema" / f"{named()[schema].name}.json"
    return Draft202012Validator(
        json.loads(path.read_text("utf-8")), format_checker=Draft202012Validator.FORMAT_CHECKER
    )


def schema_of(entry: DocumentShape) -> dict[str, Any]:
    """Return the JSON Schema of one document: every key required, no other key."""
    (_whole,), parts = msgspec.json.schema_components([entry.shape], ref_template=_REF + "{name}")
    told = told_of(entry.shape)
    described = {
        name.removesuffix(ENDING): _described(part, told[name]) for name, part in parts.items()
    }
    whole = described.pop(entry.shape.__name__.removesuffix(ENDING))
    made = {
        "$schema": DIALECT,
        "title": entry.schema,
        "description": whole["description"],
        "type": "object",
        "properties": {"schema": {"const": entry.schema}, **whole["properties"]},
        "required": ["schema", *whole["required"]],
        "additionalProperties": False,
    }
    if described:
        made["$defs"] = dict(sorted(described.items()))
    return made


def schema_text(entry: DocumentShape) -> str:
    return json.dumps(schema_of(entry), ensure_ascii=False, indent=1) + "\n"


def _described(part: dict[str, Any], shape: type) -> dict[str, Any]:
    words = key_words(shape)
    return {
        "description": inspect.getdoc(shape) or "",
        "type": "object",
        "properties": {
            key: {"description": words.get(key, ""), **_plain_schema(part["properties"][key])}
            for key in ordered_keys(shape)
        },
        "required": list(ordered_keys(shape)),
        "additionalProperties": False,
    }


def _plain_schema(schema: Any) -> Any:
    """Return a schema with short names, without the pattern that an enumeration stands for."""
    match schema:
        case {"$ref": str(name)}:
            return {**schema, "$ref": name.removesuffix(ENDING)}
        case dict():
            kept = {key: value for key, value in schema.items() if key != "pattern"}
            return {
                key: _plain_schema(value)
                for key, value in (kept if "enum" in schema else schema).items()
            }
        case list():
            return [_plain_schema(each) for each in schema]
        case _:
            return schema


@cache
def told_of(shape: type) -> Mapping[str, type]:
    """The typed dictionaries in a shape by their names, itself first."""
    found: dict[str, type] = {}
    waiting: list[Any] = [shape]
    while waiting:
        known = waiting.pop(0)
        if isinstance(known, type) and hasattr(known, "__total__"):
            if known.__name__ not in found:
                found[known.__name__] = known
                waiting += hints(known).values()
        else:
            waiting += getattr(known, "__args__", ())
    return found


@cache
def hints(shape: type) -> Mapping[str, Any]:
    return get_type_hints(shape, include_extras=True)


@cache
def ordered_keys(shape: type) -> tuple[str, ...]:
    return tuple(hints(shape))


@cache
def key_words(shape: type) -> Mapping[str, str]:
    """What stands under each key in the class, or in its annotation."""
    words = {
        key: meta.description
        for key, kind in hints(shape).items()
        for meta in getattr(kind, "__metadata__", ())
        if isinstance(meta, msgspec.Meta) and meta.description
    }
    for node, after in statements(shape):
        match node, after:
            case (
                ast.AnnAssign(target=ast.Name(id=key)),
                ast.Expr(value=ast.Constant(value=str(said))),
            ):
                words[key] = said
    return words


def statements(shape: type) -> Iterator[tuple[ast.stmt, ast.stmt]]:
    """Each statement of a shape with the one after it, and of the shapes that it is made on."""
    (tree,) = ast.parse(inspect.getsource(shape)).body
    assert isinstance(tree, ast.ClassDef)
    yield from zip(tree.body, tree.body[1:], strict=False)
    for base in tree.bases:
        if isinstance(base, ast.Name) and base.id.endswith(ENDING):
            yield from statements(getattr(sys.modules[shape.__module__], base.id))
