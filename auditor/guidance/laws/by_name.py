"""Places by their names: of a country, of a part of one, as people there and elsewhere write them.

The place is always what the user names, never worked out.
"""

from __future__ import annotations

import difflib
import unicodedata
from functools import lru_cache

from auditor.dataclass import dataclass
from auditor.guidance.help import countries, help_now
from auditor.guidance.jurisdictions import code_of, not_listed, outer, typed
from auditor.messages import _

_FEWEST_LETTERS = 3
_FEDERAL = " (federal)"
_ALSO_A_COUNTRY = frozenset({"georgia"})
"""Names that a country outside the list has too: a part of that name is offered, never taken."""
_ELSEWHERE = frozenset(
    "AL AZ GA ID KY LA MA MD ME MN MO MS NC NE NI PA SA SC SD SK TN VA".split()  # noqa: SIM905 - 22 codes
)
"""Codes of countries outside the list that parts are called by too: such a part is only offered."""
_CODES = (
    "AR/ARG AT/AUT AU/AUS BE/BEL BG/BGR BR/BRA CA/CAN CH/CHE CL/CHL CO/COL CY/CYP CZ/CZE "
    "DE/DEU DK/DNK EE/EST ES/ESP FI/FIN FR/FRA GB/GBR GR/GRC HR/HRV HU/HUN IE/IRL IL/ISR "
    "IN/IND IT/ITA JP/JPN KR/KOR LT/LTU LU/LUX LV/LVA MT/MLT MX/MEX MY/MYS NL/NLD NO/NOR "
    "NZ/NZL PH/PHL PL/POL PT/PRT RO/ROU SE/SWE SG/SGP SI/SVN SK/SVK TW/TWN US/USA UY/URY "
    "ZA/ZAF"
)
_THREE_LETTERS = dict(pair.split("/") for pair in _CODES.split())
_ALIKE = 0.7
"""How alike a name has to be to what was typed to be offered, from 0 to 1."""
_OFFERED = 3
_FURTHER_NAMES = {
    "CA-QC": ("Québec",),
    "GB-ENG": ("England", "Inglaterra", "Angleterre"),
    "GB-NIR": ("Irlanda del Norte", "Irlande du Nord"),
    "GB-SCT": ("Escocia", "Écosse"),
    "GB-WLS": ("Cymru", "Gales", "Pays de Galles"),
    "MX-CMX": ("Ciudad de México", "CDMX"),
    "US-DC": ("Washington DC",),
    "US-NM": ("Nuevo México",),
    "US-NY": ("New York City", "Nueva York"),
    "US-TX": ("Tejas",),
}


@dataclass(frozen=True, slots=True)
class NamedPlace:
    """A place that can be named; `name` is an English key of the catalogue."""

    code: str
    name: str

    @property
    def is_part(self) -> bool:
        """Whether it lies in a country that has a code of its own."""
        return outer(self.code) != self.code


@dataclass(frozen=True, slots=True)
class Named:
    """What a name can mean: one place, or several, or none.

    `code` is empty unless it is one.
    """

    code: str
    candidates: tuple[NamedPlace, ...]


@lru_cache(maxsize=1)
def places() -> tuple[NamedPlace, ...]:
    """Return every place with numbers, services or rows of law, in the order of their names."""
    from auditor.guidance.laws import laws  # takes longer to load than all else of help-now

    names = {code: laws.title(code).removesuffix(_FEDERAL) for code in laws.codes()}
    names |= dict(help_now.regions())
    return tuple(NamedPlace(code, names[code]) for code in sorted(names, key=names.__getitem__))


def letters_of(text: str) -> str:
    """Return the letters of a name without accents, small, to compare what somebody types."""
    plain = unicodedata.normalize("NFKD", text)
    return "".join(filter(str.isalpha, plain)).casefold()


def named(where: str) -> Named:
    """Return the places that `where` means or begins: codes, whole names, then what begins so.

    A whole name is never doubted for a longer one: Mexico is not Mexico City.
    """
    code, wanted = code_of(where), letters_of(where)
    if not code and len(wanted) < _FEWEST_LETTERS:  # nothing typed: no name is read for it
        return Named("", ())
    known = {place.code for place in places()}
    if code in known:
        return Named(code, ())
    if parts := tuple(place for place in places() if place.code.endswith(f"-{code}")):
        return Named(parts[0].code if len(parts) == 1 and code not in _ELSEWHERE else "", parts)
    if code:
        return Named(code, ())
    if len(wanted) < _FEWEST_LETTERS:
        return Named("", ())
    whole = [place for place in places() if wanted in _names(place)]
    fitting = (
        tuple(whole)
        or tuple(place for place in places() if _begins(place, wanted))
        or tuple(place for place in places() if place.code.endswith(f"-{wanted.upper()}"))
    )
    sure = len(fitting) == 1 and not _shared(fitting[0], wanted)
    return Named(fitting[0].code if sure else "", fitting)


def typed_so_far(letters: str) -> str:
    """Return the code of the first place that somebody begins to type, else nothing.

    A code counts at once; countries come before parts.
    """
    wanted = letters_of(letters)
    known = {place.code for place in places()}
    if (code := code_of(wanted)) in known:
        return code
    if (code := named(wanted).code) in known:
        return code
    fitting = [place for place in places() if wanted and _begins(place, wanted)]
    fitting.sort(key=lambda place: place.is_part)
    return next((place.code for place in fitting if not _shared(place, wanted)), "")


def whole_name(letters: str) -> bool:
    """Say whether a name of a place was typed to its end."""
    wanted = letters_of(letters)
    return any(wanted in _names(place) for place in places())


def several(where: str, found: Named) -> str:
    """Return the line that names what `where` can mean, with the code of each."""
    shown = "; ".join(f"{place.code} {_(place.name)}" for place in found.candidates)
    if len(found.candidates) == 1:
        told = _("“{name}” is a country outside this list too. The one in it: {places}.")
        return told.format(name=typed(where), places=shown)
    return _("“{name}” can mean several places: {places}.").format(name=typed(where), places=shown)


def unsure(where: str, found: Named) -> str:
    """Return what is said where a place is not sure: what it can mean, or what looks like it.

    Empty for nothing typed, and for a place that is listed or lies in one that is.
    """
    if not where.strip() or (found.code and help_now.country(found.code)):
        return ""
    if found.candidates and not found.code:
        return several(where, found)
    if any(outer(found.code) == place.code for place in places()):
        return ""
    name = typed(where).strip()
    told = not_listed(name) if name else _("That is not in our list of places.")
    near = ", ".join(f"{place.code} ({_(place.name)})" for place in _alike(letters_of(where)))
    if near:
        return " ".join([told, _("Did you mean {places}?").format(places=near)])
    return " ".join([told, _("A town? Name its country or state.")]) if name else told


def _alike(wanted: str) -> tuple[NamedPlace, ...]:
    by_name = {name: place for place in places() for name in _names(place)}
    found = difflib.get_close_matches(wanted, by_name, n=_OFFERED, cutoff=_ALIKE)
    return tuple(dict.fromkeys(by_name[name] for name in found))


@lru_cache(maxsize=512)
def _names(place: NamedPlace) -> frozenset[str]:
    own = _(place.name).rpartition(": ")[2]
    country = countries.read().countries.get(place.code)
    further = (*_FURTHER_NAMES.get(place.code, ()), *(country.also if country else ()))
    return frozenset(map(letters_of, (own, place.name, _(place.name), *further)))


def _begins(place: NamedPlace, wanted: str) -> bool:
    """Say whether a name of a place begins so; the name of its country alone is not its own."""
    alone = ":" in place.name and any(
        letters_of(text.partition(": ")[0]).startswith(wanted)
        for text in (place.name, _(place.name))
    )
    short = _THREE_LETTERS.get(place.code, "").casefold()
    return not alone and (wanted == short or any(name.startswith(wanted) for name in _names(place)))


def _shared(place: NamedPlace, wanted: str) -> bool:
    """Say whether what was typed may be the name of a country that is not in the list."""
    return place.is_part and any(name.startswith(wanted) for name in _ALSO_A_COUNTRY)
