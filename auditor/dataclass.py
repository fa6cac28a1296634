"""`dataclass` as the standard library has it, with methods that are made when first used.

The standard library writes and compiles up to six functions for each class, which takes half a
millisecond, and a command imports some hundred classes of which it uses a few. Here it looks after
the fields alone (`fields`, `replace`, `asdict`, slots, `__match_args__`); the rest is made when it
is first asked for, by whatever way, and then stands in the class like any method. What a class
defines itself is left as it is.

Otherwise than in the standard library: a class without a docstring has its name for one, not its
signature; and what only `__init__` gets (`InitVar`) is not known.
"""

from __future__ import annotations

import dataclasses
import sys
import threading
from collections.abc import Callable, Mapping
from reprlib import recursive_repr
from typing import TYPE_CHECKING, Any


class _Made:
    """Stands in a signature where a factory makes the default."""

    def __repr__(self) -> str:
        return "<factory>"


_MADE = _Made()


class _Making(threading.local):
    """Whether a class is being made here, of which the standard library is not told its kind."""

    here = False


_MAKING = _Making()


class _FrozenParams:
    """Tells the standard library that a class is frozen, where it makes a subclass by itself."""

    __slots__ = ("_known",)

    def __init__(self, known: object) -> None:
        self._known = known

    @property
    def frozen(self) -> bool:
        return not _MAKING.here

    def __getattr__(self, name: str) -> object:
        return getattr(self._known, name)


def _dataclass(
    cls: type | None = None,
    /,
    *,
    repr: bool = True,  # noqa: A002 - as the standard library names it
    eq: bool = True,
    order: bool = False,
    frozen: bool = False,
    slots: bool = False,
    kw_only: bool = False,
) -> Any:
    """Make a data class of `cls`, or what does so: `dataclasses.dataclass`, its methods late."""

    def make(cls: type) -> Any:
        if order or _has_frozen_parent_of_theirs(cls):  # few
            whole = dataclasses.dataclass(
                repr=repr, eq=eq, order=order, frozen=frozen, slots=slots, kw_only=kw_only
            )
            return whole(cls)
        own = dict(vars(cls))
        if own.get("__doc__") is None:  # else the standard library asks for the signature
            cls.__doc__ = cls.__name__
        made = _bare(cls, repr=repr, eq=eq, frozen=frozen, slots=slots, kw_only=kw_only)
        _check_order(made)
        methods = {"__init__": _Late(made, "__init__", _frozen_init if frozen else _init)}
        if repr:
            methods["__repr__"] = _Late(made, "__repr__", _repr)
        if eq:
            methods["__eq__"] = _Late(made, "__eq__", _eq)
        for name, method in methods.items():
            if name not in own:
                setattr(made, name, method)
        if eq and (
            "__hash__" not in own or (own["__hash__"] is None and "__eq__" in own)  # by the latter
        ):
            made.__hash__ = _Late(made, "__hash__", _hash) if frozen else None
        if frozen:
            _freeze(made, own, slots=slots)
        return made

    return make if cls is None else make(cls)


if TYPE_CHECKING:
    from dataclasses import dataclass
else:
    dataclass = _dataclass

__all__ = ["dataclass"]


class _Late:
    """A method that is made when it is first asked for, and from then on stands in its place."""

    __slots__ = ("_cls", "_make", "_name")

    def __init__(self, cls: type, name: str, make: Callable[[type], Callable[..., Any]]) -> None:
        self._cls = cls
        self._name = name
        self._make = make

    def __get__(self, instance: object, owner: type | None = None) -> Any:
        method = vars(self._cls)[self._name]
        if method is self:  # else another thread was first
            method = self._make(self._cls)
            method.__qualname__ = f"{self._cls.__qualname__}.{self._name}"
            method.__module__ = self._cls.__module__
            setattr(self._cls, self._name, method)
        return method.__get__(instance, owner)


def _fields(cls: Any) -> tuple[dataclasses.Field[Any], ...]:
    return dataclasses.fields(cls)


def _bare(cls: type, *, repr: bool, eq: bool, frozen: bool, slots: bool, kw_only: bool) -> Any:  # noqa: A002 - as above
    """Have the standard library look after the fields, and after what it tells of the class."""
    for params in _params_of_parents(cls):
        if params.frozen is not frozen:
            kinds = ("frozen", "non-frozen") if frozen else ("non-frozen", "frozen")
            raise TypeError("cannot inherit {} dataclass from a {} one".format(*kinds))
    make = dataclasses.dataclass(init=False, repr=False, eq=False, slots=slots, kw_only=kw_only)
    _MAKING.here = True
    try:
        made: Any = make(cls)
    finally:
        _MAKING.here = False
    known = made.__dataclass_params__
    known.init, known.repr, known.eq = True, repr, eq
    if frozen:
        made.__dataclass_params__ = _FrozenParams(known)
    return made


def _params_of_parents(cls: type) -> list[Any]:
    found = (getattr(parent, "__dataclass_params__", None) for parent in cls.__mro__[1:])
    return [params for params in found if params is not None]


def _has_frozen_parent_of_theirs(cls: type) -> bool:
    return any(
        params.frozen and not isinstance(params, _FrozenParams)
        for params in _params_of_parents(cls)
    )


def _check_order(cls: type) -> None:
    before = ""
    for field in _fields(cls):
        if field.init and not field.kw_only:
            if not (field.default is field.default_factory is dataclasses.MISSING):
                before = field.name
            elif before:
                raise TypeError(f"{field.name!r} has no default and follows {before!r}, which has")


def _compiled(cls: type, head: str, lines: list[str], scope: Mapping[str, object]) -> Any:
    """The function with `head` and the lines of its body, which knows the names in `scope`."""
    inner = "\n  ".join([f"def {head}:", *(f" {line}" for line in lines or ["pass"])])
    name = head.partition("(")[0]
    text = f"def make({', '.join(scope)}):\n  {inner}\n  return {name}"
    module = sys.modules.get(cls.__module__)
    made: dict[str, Any] = {}
    exec(text, vars(module) if module else {}, made)  # noqa: S102 - names of fields, nothing else
    return made["make"](**scope)


def _init(cls: type, *, assign: str = "self.{0} = {1}") -> Any:
    parameters, named, lines = ["self"], ["*"], []
    scope: dict[str, object] = {"_dataclass_set": object.__setattr__}
    for field in _fields(cls):
        name = parameter = value = field.name
        default = f"_dataclass_{name}"
        if field.default_factory is not dataclasses.MISSING:
            scope |= {default: field.default_factory, "_dataclass_made": _MADE}
            parameter = f"{name}=_dataclass_made"
            value = f"{default}()"
            if field.init:
                value = f"{value} if {name} is _dataclass_made else {name}"
        elif field.default is not dataclasses.MISSING:
            scope[default] = field.default
            parameter = f"{name}={default}"
            value = name if field.init else default
        elif not field.init:
            continue
        lines.append(assign.format(name, value))
        if field.init:
            (named if field.kw_only else parameters).append(parameter)
    if hasattr(cls, "__post_init__"):
        lines.append("self.__post_init__()")
    if len(named) > 1:
        parameters += named
    init = _compiled(cls, f"__init__({', '.join(parameters)})", lines, scope)
    annotations = {field.name: field.type for field in _fields(cls) if field.init}
    init.__annotations__ = {**annotations, "return": None}
    return init


def _frozen_init(cls: type) -> Any:
    return _init(cls, assign="_dataclass_set(self, {0!r}, {1})")


def _eq(cls: type) -> Any:
    names = [field.name for field in _fields(cls) if field.compare]
    lines = [
        "if other.__class__ is self.__class__:",
        f" return {_values(names)} == {_values(names, of='other')}",
        "return NotImplemented",
    ]
    return _compiled(cls, "__eq__(self, other)", lines, {})


def _hash(cls: type) -> Any:
    names = [
        field.name
        for field in _fields(cls)
        if (field.compare if field.hash is None else field.hash)
    ]
    return _compiled(cls, "__hash__(self)", [f"return hash({_values(names)})"], {})


def _values(names: list[str], of: str = "self") -> str:
    return f"({''.join(f'{of}.{name}, ' for name in names)})"


def _repr(cls: type) -> Any:
    shown = ", ".join(
        f"{field.name}={{self.{field.name}!r}}" for field in _fields(cls) if field.repr
    )
    line = f'return f"{{self.__class__.__qualname__}}({shown})"'
    return recursive_repr()(_compiled(cls, "__repr__(self)", [line], {}))


def _freeze(cls: Any, own: Mapping[str, object], *, slots: bool) -> None:
    """Keep the fields of instances as they are; with slots, say how copies and pickles set them."""
    names = frozenset(field.name for field in _fields(cls))

    def set_(self: object, name: str, value: object) -> None:
        if type(self) is cls or name in names:
            raise dataclasses.FrozenInstanceError(f"cannot assign to field {name!r}")
        super(cls, self).__setattr__(name, value)

    def delete(self: object, name: str) -> None:
        if type(self) is cls or name in names:
            raise dataclasses.FrozenInstanceError(f"cannot delete field {name!r}")
        super(cls, self).__delattr__(name)

    if "__setattr__" in own or "__delattr__" in own:
        raise TypeError(f"{cls.__name__} is frozen and says itself how its fields are set")
    cls.__setattr__, cls.__delattr__ = set_, delete
    if slots and "__getstate__" not in own:
        cls.__getstate__, cls.__setstate__ = _state, _set_state


def _state(self: Any) -> list[object]:
    return [getattr(self, field.name) for field in _fields(self)]


def _set_state(self: Any, state: list[object]) -> None:
    for field, value in zip(_fields(self), state, strict=True):
        object.__setattr__(self, field.name, value)
