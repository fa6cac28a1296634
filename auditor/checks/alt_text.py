"""An alt text that names a person or a place.

What: The description for people who cannot see the picture holds what looks like a full name, a
name after a word such as “son” or “friend”, a street address, or a place after a word such as “in”
or “near”.

Why it matters: Alt texts are public, can be searched, and label the picture for machines: a name
beside a face is what a collection of faces needs. Most people do not see them and forget that they
are there.

How to fix: Describe what matters in the picture without the name: “a woman in a blue coat”, not who
and where. Keep an alt text, blind readers need it.

When it is wrong: There is no language model behind this, only capital letters and lists of words.
Titles of films, firms and brands look like names; German nouns and texts in which every word is
capitalised are mostly left out, so names in them go unnoticed, and so do names in writings without
capitals (Chinese, Arabic, Hindi). Confidence is never high.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from auditor.domain.findings.check import PhotoCase, PhotoCheck, PhotoPart, never_dated
from auditor.domain.findings.finding import Confidence, Evidence, Observation, Severity
from auditor.domain.findings.question import Degree, QuestionId
from auditor.domain.remedies import RemedyKey
from auditor.domain.text.names import is_full_name
from auditor.domain.text.statement import Kind, Statement, Value
from auditor.messages import N_

_LONGEST = 2000
_LONGEST_VALUE = 80
_MOST_SHOWN = 4

_CAPITAL = r"[^\W\d_a-zß-öø-ÿ][^\W\d_]{1,30}(?:['’-][^\W\d_]{1,30})?"
_NAME = rf"{_CAPITAL}(?: (?:de |da |dos |van |von |der |al-|bin )?{_CAPITAL}){{0,3}}"
_RELATIONS = (
    "my son|my daughter|my wife|my husband|my girlfriend|my boyfriend|my partner|my friend|my mum"
    "|my mom|my dad|my brother|my sister|my dog|my cat|me and|me with|selfie with|portrait of"
    "|photo of|mein sohn|meine tochter|meine frau|mein mann|meine freundin|mein freund|mein bruder"
    "|meine schwester|mon fils|ma fille|ma femme|mon mari|mon ami|ma soeur|ma sœur|mon frère"
    "|mi hijo|mi hija|mi esposa|mi marido|mi hermano|mi hermana|mio figlio|mia figlia|mia moglie"
    "|mio marito|meu filho|minha filha|min son|min dotter|min fru|min man"
)
# patterns as texts: `re` compiles these at the first text, and keeps them
_RELATED = rf"\b(?i:{_RELATIONS}),? ({_NAME})"
_FULL_NAME = rf"(?<![\w-])({_CAPITAL} (?:de |da |dos |van |von |der |al-|bin )?{_CAPITAL})(?![\w-])"
_BEFORE_PLACE = (
    rf"\b(?i:in|at|near|outside|from|off|above|around|en|à|bei|nahe|nach|aus|cerca de|près de"
    rf"|vicino a|perto de|em|i|på) ({_NAME})"
)
_ADDRESS = (
    rf"\b(\d{{1,5}}[a-z]? (?:{_CAPITAL} ){{1,3}}(?:Street|St|Road|Rd|Avenue|Ave|Lane|Drive|Square"
    rf"|Court|Close|Boulevard)\b"
    rf"|{_CAPITAL}(?:straße|strasse|weg|platz|gasse|allee|straat|gatan|vägen) \d{{1,4}}[a-z]?"
    rf"|(?i:rue|avenue|calle|via|rua|avenida|plaza|piazza) "
    rf"(?:(?:de|del|della|des|du|la|da|do) ){{0,2}}"
    rf"{_CAPITAL}(?: {_CAPITAL})?,? \d{{1,4}}"
    rf"|\d{{1,4}},? (?:rue|avenue|boulevard) (?:(?:de|des|du|la) ){{0,2}}{_CAPITAL})"
)
_WORDS = """
monday tuesday wednesday thursday friday saturday sunday january february march april may june july
august september october november december christmas easter the this that these those a an my our
his her their it i we she he you and with two three happy merry good new black white red blue green
yellow orange brown grey gray big little old young instagram facebook twitter bluesky mastodon
iphone ipad android google apple youtube photo picture image screenshot selfie portrait view sunset
sunrise summer winter spring autumn english german french spanish italian internet covid lego usb
led tv dvd pdf ai
"""
_NOT_NAMES = frozenset(_WORDS.split())
_PLACE_WORDS = """
hill park bridge harbour harbor square street road school university college hospital church castle
beach lake river mountain mount station airport island palace palácio museum centre center hotel
tower garden gardens bay valley forest café restaurant saint san santa
"""
_PLACES = frozenset(_PLACE_WORDS.split())
_GERMAN = re.compile(
    r"\b(?:der|die|das|und|ein|eine|einem|einer|ist|mit|auf|im|am|vor|dem|den|nicht)\b"
)
_LEAST_WORDS = 4


def run(case: PhotoCase, _today: date) -> Iterator[Observation]:
    """Yield at most one observation for persons and one for places."""
    text = (case.photo.alt or "")[:_LONGEST]
    if not text.strip() or _title_case(text):
        return
    addresses = _clean(re.findall(_ADDRESS, text))
    capitals_tell = _GERMAN.search(text) is None
    places = _clean(re.findall(_BEFORE_PLACE, text)) if capitals_tell else []
    related = _clean(re.findall(_RELATED, text))
    known = " ".join([*addresses, *places, *related])
    full = (
        [name for name in _clean(re.findall(_FULL_NAME, text)) if name not in known]
        if capitals_tell
        else []
    )
    places += [name for name in full if _is_place(name)]
    full = [name for name in full if not _is_place(name)]
    if related or full:
        yield _observation(case, [*related, *full], Kind.NAME, sure=bool(related))
    if addresses or places:
        yield _observation(
            case,
            [*addresses, *(place for place in places if place not in " ".join(addresses))],
            Kind.PLACE,
            sure=bool(addresses),
        )


def _observation(case: PhotoCase, found: list[str], kind: Kind, *, sure: bool) -> Observation:
    says = (
        N_("The alt text seems to name the person {found}")
        if kind is Kind.NAME
        else N_("The alt text seems to name the place {found}")
    )
    title = (
        N_("The alt text names a person") if kind is Kind.NAME else N_("The alt text names a place")
    )
    # what only looks like a name by its capitals is not enough for a yes
    full = any(map(is_full_name, found))
    return Observation(
        severity=Severity.MEDIUM if sure else Severity.LOW,
        confidence=Confidence.MEDIUM if sure else Confidence.LOW,
        title=Statement(title),
        evidence=tuple(
            Evidence(
                Statement(says, (Value("found", name[:_LONGEST_VALUE], kind),)), case.photo.page_url
            )
            for name in found[:_MOST_SHOWN]
        ),
        remedy=RemedyKey.REWRITE_ALT,
        account=case.photo.account,
        photo=case.photo.id,
        about="person" if kind is Kind.NAME else "place",
        question=QuestionId.NAME if kind is Kind.NAME else QuestionId.HOME,
        degree=Degree.YES if sure and (kind is Kind.PLACE or full) else Degree.PARTLY,
        tells=tuple(
            Value("name" if kind is Kind.NAME else "place", each[:_LONGEST_VALUE], kind)
            for each in found
        ),
    )


def _clean(found: list[str]) -> list[str]:
    """Drop what begins or ends with a word that is no name, and doubles."""
    kept = []
    for name in found:
        words = name.split()
        while words and words[0].casefold() in _NOT_NAMES:
            words.pop(0)
        whole = len(words) == len(name.split())
        if (
            words
            and not (words[0][0].islower() or words[-1][0].islower())
            and words[-1].casefold() not in _NOT_NAMES
            and (whole or len(words) > 1)
        ):
            kept.append(" ".join(words))
    return list(dict.fromkeys(kept))


def _is_place(name: str) -> bool:
    """Whether "Castle Park" is meant, not a person."""
    words = name.casefold().split()
    return words[-1] in _PLACES or words[0] in _PLACES


def _title_case(text: str) -> bool:
    """Whether nearly every word is capitalised, so that capitals say nothing."""
    words = [word for word in text.split() if word[0].isalpha()]
    return len(words) >= _LEAST_WORDS and sum(word[0].isupper() for word in words) > 0.8 * len(
        words
    )


CHECK = PhotoCheck(
    id="telling-alt-text",
    title=N_("Alt text naming a person or place"),
    run=run,
    dated=never_dated,
    finds_in=frozenset({PhotoPart.ALT}),
)
