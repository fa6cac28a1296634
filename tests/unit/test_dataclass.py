"""Data classes whose methods come late: the same as the standard library's."""

from __future__ import annotations

import ast
import copy
import dataclasses
import inspect
import operator
import pickle
import types
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import FrozenInstanceError, asdict, field, fields, is_dataclass, replace
from functools import cached_property
from typing import Any, ClassVar, get_type_hints

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from auditor.dataclass import dataclass
from tests.code import PACKAGE, ROOT, nodes_of

NAMES = ("first", "second", "third", "fourth")
FROZEN = {"field", "frozenset", "float", "Words", "AfterLock", "Compared"}
"""What may be called for a default that all instances share: none of these can be changed."""
DEFAULTS: dict[str, dict[str, Any]] = {
    "none": {},
    "value": {"default": 3},
    "factory": {"default_factory": int},
}
LATE = ("__init__", "__repr__", "__eq__", "__hash__")


@dataclasses.dataclass(frozen=True)
class Shape:
    """What a class looks like, and that of its parent."""

    options: dict[str, bool]
    of_fields: tuple[tuple[str, str, dict[str, Any]], ...]
    own: tuple[str, ...]
    documented: bool
    parent: Shape | None = None


OWN: dict[str, Callable[..., object]] = {
    "__init__": lambda self, *given: object.__setattr__(self, "first", given),
    "__repr__": lambda self: "itself",
    "__eq__": lambda self, other: True,
    "__hash__": lambda self: 7,
    "__post_init__": lambda self: object.__setattr__(self, "first", 9),
}


@st.composite
def shapes(draw: st.DrawFn) -> Shape:
    # where one of two has slots 3.11 does not set what has a default and is not given
    both = {"frozen": draw(st.booleans()), "slots": draw(st.booleans())}

    def shape(parent: Shape | None) -> Shape:
        options = both | {name: draw(st.booleans()) for name in ("eq", "repr", "kw_only")}
        names = draw(st.lists(st.sampled_from(NAMES), unique=True, min_size=parent is None))
        rows = []
        defaults = [draw(st.sampled_from(("none", "value", "factory"))) for _name in names]
        if draw(st.integers(0, 9)):
            defaults.sort(key=lambda default: default != "none")
        for name, default in zip(names, defaults, strict=True):
            rows.append(
                (
                    name,
                    default,
                    {
                        "init": default == "none" or draw(st.booleans()),
                        "repr": draw(st.booleans()),
                        "compare": draw(st.booleans()),
                        "hash": draw(st.sampled_from((None, True, False))),
                        "kw_only": draw(st.booleans()),
                    },
                )
            )
        own = draw(st.sets(st.sampled_from(sorted(OWN)), max_size=draw(st.sampled_from((0, 0, 2)))))
        return Shape(options, tuple(rows), tuple(own), draw(st.booleans()), parent)

    return shape(shape(None) if draw(st.booleans()) else None)


def of_shape(shape: Shape, make: Callable[..., Any]) -> type:
    """The class of a shape, made by `make`."""
    parents = (of_shape(shape.parent, make),) if shape.parent else ()

    def body(names: dict[str, Any]) -> None:
        names["__annotations__"] = {name: int for name, _default, _options in shape.of_fields}
        names["__module__"] = __name__
        for name, default, options in shape.of_fields:
            names[name] = field(**options, **DEFAULTS[default])
        names |= {name: OWN[name] for name in shape.own}
        if shape.documented:
            names["__doc__"] = "Told."

    cls: type = make(**shape.options)(types.new_class("Shaped", parents, {}, body))
    return cls


def outcome(do: Callable[..., Any], *given: object, **named: object) -> Any:
    """What comes of it, or the kind of its error."""
    try:
        return do(*given, **named)
    except (TypeError, ValueError, AttributeError) as error:
        return type(error)


def seen(cls: Any, values: list[int], named: dict[str, int]) -> Iterator[object]:
    """All that can be seen of a class and of what it makes of some values."""
    yield [(there.name, there.type, there.init, there.kw_only) for there in fields(cls)]
    yield cls.__match_args__
    yield outcome(get_type_hints, cls.__init__)
    thing, same = (outcome(cls, *values, **named) for _time in (1, 2))
    yield outcome(lambda: str(inspect.signature(cls)))
    if isinstance(thing, type):
        yield thing
        return
    yield [outcome(operator.eq, thing, other) for other in (same, 1)]
    yield outcome(operator.ne, thing, same)
    yield outcome(hash, thing) if cls.__hash__ is not object.__hash__ else None
    yield outcome(repr, thing) if cls.__repr__ is not object.__repr__ else None
    yield outcome(asdict, thing)
    for changes in ({}, dict.fromkeys(named, 5), {"first": 6}):
        yield outcome(lambda changes: asdict(replace(thing, **changes)), changes)
    for copied in (copy.copy, copy.deepcopy):
        yield outcome(lambda copied: asdict(copied(thing)), copied)
    for name in ("first", "unknown"):
        # for a class with slots 3.11 looks up the class without them, and stumbles
        yield outcome(setattr, thing, name, 4) is not None
        yield outcome(asdict, thing)
        yield outcome(delattr, thing, name) is not None
        yield outcome(asdict, thing)


def arguments(cls: type, left_out: float) -> tuple[list[int], dict[str, int]]:
    """Values for what the class has to be given, and for that share of the rest."""
    parameters = list(inspect.signature(cls).parameters.values())
    asked = [parameter for parameter in parameters if parameter.default is parameter.empty]
    wanted = parameters[: max(len(asked), round(len(parameters) * (1 - left_out)))]
    by_name = [parameter.name for parameter in wanted if parameter.kind is parameter.KEYWORD_ONLY]
    by_name += [there.name for there in asked if there not in wanted]
    return list(range(len(wanted) - len(by_name))), dict.fromkeys(by_name, 2)


@settings(max_examples=100)
@given(shapes(), st.sampled_from((0.0, 0.5, 1.0)), st.sampled_from((False, False, False, True)))
def test_is_what_the_standard_library_makes(shape: Shape, left_out: float, wrong: bool) -> None:
    theirs, ours = (outcome(of_shape, shape, make) for make in (dataclasses.dataclass, dataclass))
    if theirs is TypeError:  # what has no default stands behind what has one
        assert ours is TypeError
        return
    values, named = arguments(theirs, left_out)
    if wrong:
        values.append(1)
    for expected, found in zip(seen(theirs, values, named), seen(ours, values, named), strict=True):
        assert found == expected


@dataclass(frozen=True, slots=True)
class Spot:
    """Two numbers and what was said of them."""

    north: int
    east: int = 0
    said: list[str] = field(default_factory=list, compare=False)
    of_class: ClassVar[int] = 5


@dataclass(frozen=True, slots=True)
class Far(Spot):
    """A subclass of a class whose methods were never asked for."""

    height: int = 1


@dataclass(frozen=True, slots=True, order=True)
class Ranked:
    """A class that has an order."""

    rank: int


class Shown(ABC):
    @abstractmethod
    def show(self) -> str: ...


@dataclass(frozen=True)
class Kept(Shown):
    """A class that fills in what is abstract, and keeps what it worked out."""

    value: int

    def show(self) -> str:
        return str(self.value)

    @cached_property
    def double(self) -> int:
        return 2 * self.value


@dataclass
class Counted:
    value: int
    times: int = 0

    def __post_init__(self) -> None:
        self.times += 1


def late_in(cls: type) -> set[str]:
    return {name for name in LATE if not inspect.isfunction(vars(cls)[name])}


def test_a_method_is_made_at_its_first_use_and_stands_in_the_class() -> None:
    @dataclass(frozen=True, slots=True)
    class Fresh:
        value: int

    assert late_in(Fresh) == set(LATE)
    thing = Fresh(1)
    assert late_in(Fresh) == set(LATE) - {"__init__"}
    assert (thing == Fresh(1), hash(thing) == hash(Fresh(1))) == (True, True)
    assert late_in(Fresh) == {"__repr__"}
    assert repr(thing).endswith("Fresh(value=1)")
    assert late_in(Fresh) == set()
    assert Fresh.__init__.__qualname__ == Fresh.__qualname__ + ".__init__"
    assert Fresh.__init__.__module__ == __name__


def test_a_subclass_does_not_need_the_methods_of_its_parent() -> None:
    thing = Far(1, height=3)
    assert (thing.north, thing.east, thing.said, thing.height) == (1, 0, [], 3)
    assert thing != Spot(1)
    assert isinstance(thing, Spot)


def test_super_reaches_a_method_that_was_never_asked_for() -> None:
    @dataclass
    class Parent:
        value: int

    class Child(Parent):
        def __init__(self) -> None:
            super().__init__(4)

    assert Child().value == 4


def test_pickles_copies_and_the_outside_take_it() -> None:
    spot = Far(1, 2, ["here"], 3)
    for protocol in range(2, pickle.HIGHEST_PROTOCOL + 1):
        again = pickle.loads(pickle.dumps(spot, protocol))
        assert (again, again.said) == (spot, ["here"])
    assert msgspec.json.decode(msgspec.json.encode(spot), type=Far) == spot
    assert msgspec.convert({"north": 1}, Spot) == Spot(1)
    with pytest.raises(msgspec.ValidationError):
        msgspec.convert({"north": "x"}, Spot)
    match spot:
        case Far(north, east):
            assert (north, east) == (1, 2)
    assert is_dataclass(Spot)
    assert str(inspect.signature(Spot)).startswith("(north: ")
    assert Spot.__doc__ == "Two numbers and what was said of them."
    assert Counted.__doc__ == "Counted"


def test_frozen_is_frozen() -> None:
    spot = Spot(1)
    with pytest.raises(FrozenInstanceError, match="cannot assign to field 'north'"):
        spot.north = 2  # type: ignore[misc]
    with pytest.raises(FrozenInstanceError, match="cannot delete field 'north'"):
        del spot.north
    assert Kept(3).double == 6
    with pytest.raises(TypeError, match="says itself"):

        @dataclass(frozen=True)
        class Both:
            value: int

            def __setattr__(self, name: str, value: object) -> None: ...


def test_the_standard_library_makes_subclasses() -> None:
    @dataclasses.dataclass(frozen=True)
    class Higher(Far):
        colour: str = "grey"

    spot = Higher(1, height=3)
    assert (spot.north, spot.height, spot.colour) == (1, 3, "grey")
    assert spot == replace(Higher(2, height=3), north=1)
    assert hash(spot) == hash(Higher(1, height=3))
    assert copy.deepcopy(spot) == spot
    for name in ("north", "colour", "unknown"):
        with pytest.raises(FrozenInstanceError):
            setattr(spot, name, 2)

    @dataclasses.dataclass
    class More(Counted):
        colour: str = "grey"

    assert asdict(More(1)) == {"value": 1, "times": 1, "colour": "grey"}


@pytest.mark.parametrize("make", [dataclasses.dataclass, dataclass])
@pytest.mark.parametrize("of", [dataclasses.dataclass, dataclass])
@pytest.mark.parametrize("frozen", [True, False])
def test_what_is_frozen_and_what_is_not_are_no_relatives(
    make: Callable[..., Any], of: Callable[..., Any], frozen: bool
) -> None:
    parent = of(frozen=frozen)(type("Parent", (), {}))
    child = type("Child", (type("Between", (parent,), {}),), {})
    with pytest.raises(TypeError, match="cannot inherit"):
        make(frozen=not frozen)(child)
    assert make(frozen=frozen)(child)() == child()


def test_what_made_a_class_is_told() -> None:
    def told(make: Callable[..., Any], **options: bool) -> list[bool]:
        params = make(**options)(type("Told", (), {})).__dataclass_params__
        return [getattr(params, name) for name in ("init", "repr", "eq", "order", "frozen")]

    for options in ({}, {"frozen": True}, {"repr": False}, {"eq": False, "frozen": True}):
        assert told(dataclass, **options) == told(dataclasses.dataclass, **options)


def test_what_is_rare_is_as_ever() -> None:
    assert sorted([Ranked(2), Ranked(1)]) == [Ranked(1), Ranked(2)]
    assert Counted(1).times == 1
    with pytest.raises(ValueError, match="mutable default"):

        @dataclass
        class Shared:
            value: list[int] = []  # noqa: RUF012


def test_a_thing_that_holds_itself_is_shown() -> None:
    spot = Spot(1)
    spot.said.append(spot)  # type: ignore[arg-type]
    assert repr(spot) == "Spot(north=1, east=0, said=[...])"


def test_threads_that_come_first_together_get_the_same() -> None:
    for _time in range(20):

        @dataclass(frozen=True)
        class Fresh:
            value: int

        with ThreadPoolExecutor(8) as threads:
            made = list(threads.map(Fresh, range(64)))
        assert [thing.value for thing in made] == list(range(64))
        assert len({hash(Fresh(1)), hash(made[1])}) == 1


# the package


def imports_of(name: str) -> Iterable[str]:
    """Where a file of the package takes `name` from the standard library's dataclasses."""
    for path in sorted(PACKAGE.rglob("*.py")):
        for node in nodes_of(path, ast.ImportFrom):
            if node.module == "dataclasses" and name in {alias.name for alias in node.names}:
                yield path.relative_to(ROOT).as_posix()


def shared_defaults() -> Iterable[str]:
    """Defaults that are called once for all instances, which the linter sees with its own name."""
    for path in sorted(PACKAGE.rglob("*.py")):
        for node in nodes_of(path, ast.ClassDef):
            if any("dataclass" in ast.unparse(decorator) for decorator in node.decorator_list):
                for line in node.body:
                    if isinstance(line, ast.AnnAssign) and isinstance(line.value, ast.Call):
                        yield ast.unparse(line.value.func)


def test_the_package_takes_them_from_here() -> None:
    assert list(imports_of("dataclass")) == ["auditor/dataclass.py"]
    assert list(imports_of("InitVar")) == []


def test_defaults_of_fields_are_of_no_kind_that_changes() -> None:
    assert set(shared_defaults()) <= FROZEN
