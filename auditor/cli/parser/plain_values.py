"""Taking words of the command line as they are, without the library that typer checks values with.

Typer 0.29 loads pydantic (80 ms) for the first parameter of any command, also for text that needs
no checking and for options that nobody gave. What is more than that is still checked by typer.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Protocol

_NUMBERS = (int, float)


class _Coercion(Protocol):
    def coerce(self, value: Any, param: Any, ctx: Any) -> Any: ...


class _Plain:
    def __init__(self, checked: Callable[[], _Coercion]) -> None:
        self._checked = checked

    def coerce(self, value: Any, param: Any, ctx: Any) -> Any:
        """Return the value as typer would; it is asked for all but text and defaults."""
        several = param.multiple or param.nargs == -1
        kind = param.type_descriptor.annotation
        if value is None:
            return () if several else None
        if kind is str and isinstance(value, str):
            return value
        if kind is bool and isinstance(value, bool):
            return value
        if kind in _NUMBERS and type(value) is kind:  # ours: what somebody typed is still text
            return value
        if kind == list[str] and not isinstance(value, str) and all(_is_text(v) for v in value):
            return list(value)
        return self._checked().coerce(value, param=param, ctx=ctx)


def _is_text(value: object) -> bool:
    return isinstance(value, str)


def take_plainly(command: Any) -> None:
    """Let the parameters of a command and of those below it take plain text as it is."""
    ordinary = command.get_params

    def get_params(context: Any) -> list[Any]:
        parameters: list[Any] = ordinary(context)
        for parameter in parameters:
            checked = getattr(parameter, "get_runtime_param", None)
            if checked is not None and not isinstance(checked, _Taken):
                parameter.get_runtime_param = _Taken(_Plain(checked))
        return parameters

    command.get_params = get_params
    for below in getattr(command, "commands", {}).values():
        take_plainly(below)


class _Taken:
    def __init__(self, plain: _Plain) -> None:
        self._plain = plain

    def __call__(self) -> _Plain:
        return self._plain
