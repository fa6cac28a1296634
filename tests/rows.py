"""Many rows in one test, where a row takes less than a test of its own costs: milliseconds.

`@each_row("text", [...])` is written like `@pytest.mark.parametrize` and stacks like it. Every row
is tried, whatever became of those before, and all that fail are named with what they said.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from functools import wraps
from itertools import product
from pathlib import Path
from typing import Any, cast

import pytest

Test = Callable[..., Any]
Row = tuple[str, tuple[object, ...]]
"""Its name, and its values."""

_LONGEST_NAME, _LONGEST_WORDS = 100, 2000
_NOT_SHARED = frozenset({"capfd", "capsys", "caplog", "recwarn", "request"})
"""Fixtures that would hand one row what another left."""


def each_row(
    names: str | Sequence[str],
    values: Iterable[Any],
    ids: Iterable[str] | Callable[[Any], str] | None = None,
) -> Callable[[Test], Test]:
    """Have a test try every row. A folder or a patch that it asks for is one of its own each time.

    As for pytest, `names` are separated by commas, and a row of one name is the value itself.
    """
    keys = tuple(name.strip() for name in names.split(",")) if isinstance(names, str) else names
    taken = list(values)
    told = list(ids) if isinstance(ids, Iterable) else [None] * len(taken)
    name_of = ids if callable(ids) else _short
    made = [_row(keys, value, name, name_of) for value, name in zip(taken, told, strict=True)]

    def decorate(test: Test) -> Test:
        inner: list[tuple[Sequence[str], list[Row]]] = getattr(test, "row_tables", [])
        return _merged(getattr(test, "row_test", test), [(keys, made), *inner])

    return decorate


def _row(keys: Sequence[str], value: Any, name: str | None, name_of: Callable[[Any], str]) -> Row:
    """Return a row as it was given: the value, a tuple of them, or what `pytest.param` makes."""
    if isinstance(value, type(pytest.param())):
        assert not value.marks, "a row has no marks"
        name, found = str(value.id) if value.id else name, tuple(value.values)
    else:
        found = (value,) if len(keys) == 1 else tuple(value)
    assert len(found) == len(keys), (keys, value)
    return name or ", ".join(name_of(each) or _short(each) for each in found), found


def _short(value: object) -> str:
    text = repr(value)
    return text if len(text) <= _LONGEST_NAME else f"{text[:_LONGEST_NAME]}..."


def _merged(test: Test, tables: list[tuple[Sequence[str], list[Row]]]) -> Test:
    """Return one test over all rows of these tables, each with each."""
    signature = inspect.signature(test)
    keys = [key for names, _rows in tables for key in names]
    others = [each for key, each in signature.parameters.items() if key not in keys]
    assert set(keys) <= set(signature.parameters), "a row has a name that the test does not take"
    assert not _NOT_SHARED & {each.name for each in others}, "rows would see each other"
    assert all(found for _names, found in tables), "there is no row"

    def given() -> Iterator[tuple[str, dict[str, Any]]]:
        for parts in product(*(found for _names, found in tables)):
            values = (value for _part, row in parts for value in row)
            yield "-".join(part for part, _row in parts), dict(zip(keys, values, strict=True))

    @wraps(test)
    def over_all(**fixtures: Any) -> None:
        tried = _Tried()
        for name, row in given():
            with tried.row(name, fixtures) as own:
                test(**row, **own)
        tried.end()

    @wraps(test)
    async def over_all_waiting(**fixtures: Any) -> None:
        tried = _Tried()
        for name, row in given():
            with tried.row(name, fixtures) as own:
                await test(**row, **own)
        tried.end()

    found: Any = over_all_waiting if inspect.iscoroutinefunction(test) else over_all
    found.__signature__ = signature.replace(parameters=others)
    found.row_test, found.row_tables = test, tables
    return cast("Test", found)


class _Tried:
    """What became of the rows so far."""

    def __init__(self) -> None:
        self._count = 0
        self._failed: list[tuple[str, BaseException]] = []

    @contextmanager
    def row(self, name: str, fixtures: dict[str, Any]) -> Iterator[dict[str, Any]]:
        """Try a row with a folder and patches of its own; a failure is kept for the end."""
        own = dict(fixtures)
        if isinstance(folder := fixtures.get("tmp_path"), Path):
            own["tmp_path"] = folder / str(self._count)
            own["tmp_path"].mkdir()
        self._count += 1
        with pytest.MonkeyPatch.context() as patch:
            if "monkeypatch" in own:
                own["monkeypatch"] = patch
            try:
                yield own
            except (Exception, pytest.fail.Exception, pytest.skip.Exception) as error:  # noqa: BLE001
                self._failed.append((name, error))

    def end(self) -> None:
        """Fail with the name, the kind of error and the words of each row that failed."""
        if not self._failed:
            return
        lines = [f"{len(self._failed)} of {self._count} rows failed"]
        for name, error in self._failed:
            words = str(error)[:_LONGEST_WORDS] or "no words"
            lines.append(f"[{name}] {type(error).__name__}: {words}")
        raise AssertionError("\n".join(lines)) from self._failed[0][1]
