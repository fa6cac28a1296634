"""Help now: what to do in each situation, and who can help in the chosen country.

No vault, no network, loads in milliseconds.

The country is always what the user chose: it is never worked out from language, clock or address.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date
from functools import lru_cache

import msgspec

from auditor.dataclass import dataclass
from auditor.guidance import FOLDER
from auditor.guidance.age import HOTLINE_DAYS, FurtherSource, dated, stale
from auditor.guidance.help import countries
from auditor.guidance.jurisdictions import EU, EU_MEMBERS, code_of, outer, sharing_law
from auditor.messages import _

WORLDWIDE = "worldwide"
UNDER_18 = "under-18"

ALL_KINDS = (
    "crisis",
    "child",
    "support",
    "hash",
    "removal",
    "platform",
    "search",
    "likeness",
    "archive",
    "brokers",
)
"""Every kind of service, the ones to talk to first."""
CRISIS = "crisis"
VIOLENCE = "violence"
DISTRESS = "distress"
YOUNG = "young"
_LINES = (VIOLENCE, "", DISTRESS, YOUNG, "men")
"""For whom a number is, in the order in which numbers of one kind stand."""
_MAY_BE_HIDDEN = frozenset({"likeness", "archive", "brokers"})
"""Kinds that take something of their own from who uses them. Of all others, those of low confidence
are shown as well: who talks to people, takes reports or removes pictures is never hidden."""
_FOR_A_CHILD = frozenset({CRISIS, "child", "hash"})
_UNDER_18_ORDER = (
    YOUNG,
    "hash",
    DISTRESS,
    "child",
    CRISIS,
    "support",
    "removal",
    "search",
    VIOLENCE,
    "platform",
    "likeness",
    "archive",
    "brokers",
)
"""Who helps under 18 in the order in which it matters. Lines against violence, most of which are
for adults at home, are never hidden and stand behind those that are for everyone."""
ADULTS = "adults"
MINORS = "minors"
_ASKED_TOGETHER = 64
"""How many lists of services are kept: those of one place in all situations."""

_FOLDER = "help"
_SITUATIONS = "situations.toml"
_NO_SERVICES = frozenset({_SITUATIONS, "countries.toml", "silent.toml"})


@dataclass(frozen=True, slots=True)
class HelpSituation:
    """What is happening, in the user's words, and what to do.

    `key` is stable; `title`, `label` (the same in a word or two), `steps` and `more`, which is good
    to know besides, are English keys of the catalogue.
    """

    key: str
    title: str
    label: str
    steps: tuple[str, ...]
    kinds: tuple[str, ...] = ()
    only_for: str = ""
    more: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Service:
    """Someone who can help.

    `region` is a country code or `worldwide`; `uploads` is what leaves the user's hands there.

    `kind`: crisis (talk now), support, hash, removal, platform, search, child, likeness, archive,
    brokers. `audience`: everyone, adults, minors. `line` is for whom the number of a crisis line
    is: violence (at home), distress (suicide and crisis), young, men, or empty. `source_url` is the
    page of the service where that is the source; `source_date` is when the source says so, or the
    day on which somebody checked it; `checked_on` when we last went over the row, `confidence` how
    sure we are.
    """

    name: str
    region: str
    for_whom: str
    url: str
    source_url: str
    source_date: str
    confidence: str
    kind: str
    audience: str
    contact: str = ""
    hours: str = ""
    languages: str = ""
    what_it_does: str = ""
    uploads: str = ""
    line: str = ""
    also_listed_as: tuple[str, ...] = ()
    also: tuple[FurtherSource, ...] = ()
    checked_on: date | None = None

    def stale(self, today: date) -> bool:
        """Say whether number and address have to be looked at again.

        It is never a reason to hide a line for people in crisis.
        """
        return stale(self.source_date, self.checked_on, HOTLINE_DAYS, today)


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A service that was read about and is not shown, and why."""

    name: str
    reason: str


class _Services(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    checked_on: date
    service: tuple[Service, ...]
    left_out: tuple[LeftOut, ...] = ()


class _Situations(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    situation: tuple[HelpSituation, ...]
    regions: dict[str, str]


@lru_cache(maxsize=1)
def _read_situations() -> _Situations:
    return msgspec.toml.decode(FOLDER.joinpath(_FOLDER, _SITUATIONS).read_bytes(), type=_Situations)


@lru_cache(maxsize=1)
def _texts() -> tuple[bytes, ...]:
    """Return the files with services, by name, as they stand there."""
    folder = FOLDER.joinpath(_FOLDER)
    names = sorted(
        file.name
        for file in folder.iterdir()
        if file.name.endswith(".toml") and file.name not in _NO_SERVICES
    )
    return tuple(folder.joinpath(name).read_bytes() for name in names)


@lru_cache(maxsize=64)
def _read_services(text: bytes) -> _Services:
    return msgspec.toml.decode(text, type=_Services)


def _services_in(texts: Iterable[bytes]) -> tuple[Service, ...]:
    parts = [_read_services(text) for text in texts]
    return tuple(
        replace(service, checked_on=service.checked_on or part.checked_on)
        for part in parts
        for service in part.service
    )


def situations() -> tuple[HelpSituation, ...]:
    """Return the situations, the most urgent first."""
    return _read_situations().situation


@lru_cache(maxsize=1)
def regions() -> tuple[tuple[str, str], ...]:
    """Return (code, English name) of every place that has a number or services of its own."""
    named = {code: each.name for code, each in countries.read().countries.items()}
    parts = {code: name for code, name in _read_situations().regions.items() if code != WORLDWIDE}
    return tuple(sorted((named | parts).items(), key=lambda region: region[1]))


@lru_cache(maxsize=1)
def _names() -> dict[str, str]:
    return dict(regions())


def region_name(code: str) -> str:
    """Return the English name of a region of a service, the code itself where it has none."""
    return _names().get(code) or _read_situations().regions.get(code, code)


@lru_cache(maxsize=1)
def all_services() -> tuple[Service, ...]:
    """Return every service."""
    return _services_in(_texts())


def left_out() -> tuple[LeftOut, ...]:
    """Return what is not shown, with the reasons."""
    return tuple(service for text in _texts() for service in _read_services(text).left_out)


def country(where: str) -> str:
    """Return the code that `where` means, empty if unknown.

    `uk` is GB, and a part without services of its own its country.
    """
    return _country_of(code_of(where))


@lru_cache(maxsize=_ASKED_TOGETHER)
def _country_of(code: str) -> str:
    if sharing_law(code):
        return code
    return next(
        (known for known in (code, outer(code)) if known and known in _names()),
        "",
    )


def emergency(where: str) -> str:
    """Return the number to call in danger, that of its country for a part.

    Empty if none is known here.
    """
    if (code := outer(code_of(where))) == EU:
        return "112"
    found = countries.read().countries.get(code)
    return found.emergency if found else ""


def crisis_lines(where: str, line: str) -> tuple[Service, ...]:
    """Return the numbers of one kind (`violence`, `distress`) for a place, the nearest first.

    Those of a part stand in front of those of its country; a part without one has its country's.
    Worldwide ones come last, and for a country those of its parts behind its own.
    """
    return tuple(service for service in of_kinds(where, (CRISIS,)) if service.line == line)


def sure(service: Service) -> bool:
    """Say whether a service may be named without being asked for.

    It may if it is not of low confidence; whoever talks to people, takes reports or removes
    pictures always.
    """
    return service.confidence != "low" or service.kind not in _MAY_BE_HIDDEN


def services(where: str, situation: str, *, low_confidence: bool = False) -> tuple[Service, ...]:
    """Return who can help in a country and worldwide.

    They stand in the order in which they matter in that situation.

    An unknown or empty `where` gives the worldwide ones. For people under 18, services for adults
    only are left out; lines for people in crisis or in a violent home stay for everyone. What is of
    low confidence comes only when it is asked for. Raises KeyError if there is no such situation.
    """
    chosen = next((known for known in situations() if known.key == situation), None)
    if chosen is None:
        raise KeyError(situation)
    return tuple(
        kind
        for kind in of_kinds(where, chosen.kinds, chosen.only_for)
        if low_confidence or sure(kind)
    )


def of_kinds(where: str, kinds: tuple[str, ...], only_for: str = "") -> tuple[Service, ...]:
    """Return the services of some kinds in a country and worldwide.

    They stand in the order of the kinds, for minors in that which matters under 18; what is made
    for `only_for` comes first. Where it is not
    minors who ask, a form or page for minors alone stands behind those for everyone.
    """
    return _of_kinds(_list_regions_near(where), kinds, only_for)


def _naming(regions: tuple[str, ...]) -> Iterator[bytes]:
    """Return the files that name one of these regions: reading all takes longer than help may."""
    quoted = [f'"{region}"'.encode() for region in regions]
    return (text for text in _texts() if any(region in text for region in quoted))


@lru_cache(maxsize=_ASKED_TOGETHER)
def _of_kinds(near: tuple[str, ...], kinds: tuple[str, ...], only_for: str) -> tuple[Service, ...]:
    """Return the same for the regions near a place: one screen asks for each several times."""
    fitting = [
        service
        for service in _services_in(_naming(near))
        if service.region in near and service.kind in kinds and _fits(service, only_for)
    ]
    minors = only_for == MINORS
    return tuple(
        sorted(
            fitting,
            key=lambda service: (
                _rank_for_minors(service) if minors else kinds.index(service.kind),
                service.kind == "hash" and service.audience == ADULTS,
                bool(only_for) and _measure_distance(service, only_for),
                not only_for and service.audience == MINORS and service.kind not in _FOR_A_CHILD,
                service.region in {EU, WORLDWIDE},
                _LINES.index(service.line),
                near.index(service.region),
            ),
        )
    )


def _measure_distance(service: Service, only_for: str) -> int:
    """Say how far a service is from being made for somebody.

    0 made for them, 1 names them among others or is a line for young people, 2 for everyone.
    """
    if service.audience == only_for:
        return 0
    return 1 if only_for in service.for_whom or service.line == YOUNG else 2


def _rank_for_minors(service: Service) -> int:
    """Say where a service stands for somebody under 18; the nearest of one place comes first."""
    line = VIOLENCE if service.line == "men" else service.line
    return _UNDER_18_ORDER.index(line or service.kind)


def of_the_country(where: str) -> tuple[str, ...]:
    """Return the regions near a place that are its own, its country's or parts of it."""
    return tuple(region for region in _list_regions_near(where) if region not in {EU, WORLDWIDE})


def _list_regions_near(where: str) -> tuple[str, ...]:
    """Return the regions that hold for a place, the nearest first.

    Those of the parts of a country only where the whole country was asked for: the number of one
    part may serve nobody in another.
    """
    code = country(where)
    return _regions_near(code, whole=bool(code) and code == code_of(where))


@lru_cache(maxsize=_ASKED_TOGETHER)
def _regions_near(code: str, *, whole: bool) -> tuple[str, ...]:
    """Return the regions that hold for a code; `whole`: for all parts of its country."""
    parts = (
        [region for region in _read_situations().regions if region.startswith(f"{code}-")]
        if whole
        else []
    )
    parts += sharing_law(code)
    union = [EU] if outer(code) in EU_MEMBERS else []
    return tuple(
        region for region in dict.fromkeys((code, outer(code), *parts, *union, WORLDWIDE)) if region
    )


def _fits(service: Service, only_for: str) -> bool:
    return only_for != MINORS or service.audience != ADULTS


def facts(service: Service) -> tuple[str, ...]:
    """Return what there is to know of a service, one line each, in the user's language.

    How to reach it comes first.
    """
    lines = [
        _("Call or write: {contact}").format(contact=service.contact) if service.contact else "",
        _("Hours: {hours}").format(hours=_(service.hours)) if service.hours else "",
        _("Languages: {languages}").format(languages=_(service.languages))
        if service.languages
        else "",
        _say_unknown(service),
        service.url,
        _(service.what_it_does),
        _("Leaves your hands: {what}").format(what=_(service.uploads)) if service.uploads else "",
        checked(service),
    ]
    return tuple(line for line in lines if line)


def _say_unknown(service: Service) -> str:
    """Say of a line for people in crisis what is not known.

    So nobody waits for an answer that a missing line seems to promise.
    """
    match service.kind == CRISIS, bool(service.hours), bool(service.languages):
        case True, False, False:
            return _("Hours and languages: not known here, see the site")
        case True, False, True:
            return _("Hours: not known here, see the site")
        case True, True, False:
            return _("Languages: not known here, see the site")
        case _other:
            return ""


def checked(service: Service) -> str:
    """Return how far the entry can be relied on, in the user's language."""
    sure = {"high": _("high"), "medium": _("medium"), "low": _("low")}[service.confidence]
    if dated(service.source_date) is None:
        return _(
            "The source is {undated}; confidence {sure}. Check number and address on the site."
        ).format(undated=_(service.source_date), sure=sure)
    return _("As of {date}; confidence {sure}. Check number and address on the site.").format(
        date=_(service.source_date), sure=sure
    )


def about(where: str, key: str) -> Iterator[str]:
    """Yield one situation as lines of text: its steps, and who can help in a country and worldwide.

    Raises KeyError.
    """
    situation = {known.key: known for known in situations()}[key]
    for number, step in enumerate(situation.steps, 1):
        yield f"  {number}. {_(step)}"
    yield from (f"  {_(text)}" for text in situation.more)
    for service in services(where, key):
        yield ""
        yield f"  {service.name} ({_(service.for_whom)}; {_(region_name(service.region))})"
        yield from (f"    {fact}" for fact in facts(service))
    if not country(where):
        yield ""
        yield _("For a country: auditor help-now --where CODE ({codes})").format(
            codes=", ".join(known for known, _name in regions())
        )
