"""Keywords, and the people whom they name.

Picture managers keep people as keywords below a branch: "People|Anna Sample", "Personen/Anna".
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from auditor.domain.photos.file_contents import NamedPerson
from auditor.readers.metadata.found import RawMetadata

_BRANCH = re.compile(r"[|/\\>]|:\s")
_MOST = 200
_LONGEST = 500

_PEOPLE_TEXT = """
    people person persons  faces face family friends celebrities celebrity celeb who
    personen person leute menschen gesichter familie freunde
    personnes personne gens visages famille amis
    personas persona gente caras rostros familia amigos
    pessoas pessoa rostos família
    persone volti famiglia amici
    mensen gezichten vrienden
    personer människor ansikten familj vänner folk mennesker ansigter ansikter familien venner
    ihmiset henkilöt kasvot perhe ystävät
    osoby ludzie twarze rodzina lidé tváře rodina přátelé ľudia ljudi osebe obitelj
    emberek személyek arcok család
    oameni persoane fețe familie
    kişiler insanlar yüzler aile
    люди лица семья друзья персоны люде обличчя сім'я
    άνθρωποι πρόσωπα οικογένεια
    אנשים פנים משפחה أشخاص وجوه عائلة
    人物 人 人々 家族 顔 友達 人脸 家人 朋友 面孔 사람 인물 가족 얼굴
    """
_PEOPLE = frozenset(_PEOPLE_TEXT.split())
"""Names of the branch in which programs and people keep people, in the languages of the most used
picture managers."""


def add_keywords(words: Iterable[str], where: str, found: RawMetadata) -> None:
    """Add keywords to `found`, and the person whom one names.

    Of a branch the last part is the name: "People|Family|Anna Sample".
    """
    for number, word in enumerate(words):
        if number >= _MOST:
            return
        kept = word.strip("\0 \t\r\n")[:_LONGEST]
        if not kept:
            continue
        found.keywords.append(kept)
        name = person_in(kept)
        if name:
            found.people.append(NamedPerson(name, where))


def person_in(keyword: str) -> str:
    """Return the person whom a keyword names by its branch, empty if there is none."""
    *branch, leaf = (part.strip() for part in _BRANCH.split(keyword))
    if not any(part.casefold() in _PEOPLE for part in branch) or leaf.casefold() in _PEOPLE:
        return ""
    return leaf
