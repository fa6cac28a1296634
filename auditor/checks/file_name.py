"""A file name that gives something away.

What: The public name of the file holds the day or second of capture, as phones and messengers name
their files, or says that the picture is a document (passport, identity card, driving licence, bank
statement, ticket, diagnosis, in several languages).

Why it matters: File names survive the removal of metadata. Names of documents can be searched for,
and the number on a ticket, card or passport is enough for fraud.

How to fix: Rename the file before publishing it; upload it again under a neutral name and remove
the old one. Take documents down.

When it is wrong: Only the name was looked at, not the picture: "passport.jpg" can be a photo of a
club of that name, and a number that looks like a date can be something else. Words in languages
that the check does not know go unnoticed.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from datetime import date, timedelta
from functools import cache
from urllib.parse import unquote, urlsplit

from auditor.domain.findings.check import PhotoCase, PhotoCheck, PhotoPart, never_dated
from auditor.domain.findings.finding import Confidence, Evidence, Observation, Severity
from auditor.domain.findings.question import QuestionId
from auditor.domain.remedies import RemedyKey
from auditor.domain.text.statement import Kind, Statement, Value
from auditor.messages import N_

_LONGEST = 200
_DAY = len("2024-05-06")
_FIRST_YEAR = 1990  # the first digital cameras for sale

_STAMP = re.compile(
    r"(?:(?<![0-9A-Za-z])|(?<=IMG)|(?<=VID)|(?<=PXL))(?P<y>(?:19|20)\d\d)(?P<sep>[-_.]?)(?P<m>\d\d)(?P=sep)(?P<d>\d\d)"
    r"(?:(?:[-_ T]*|[-_ ]+at[-_ ]+)(?P<h>[01]\d|2[0-3])[-_.:]?(?P<min>[0-5]\d)[-_.:]?(?P<s>[0-5]\d)"
    r"(?:\d{2,3})?)?(?!\d)"
)
"""A date of eight digits, whole or parted, and perhaps a time: IMG_20240506_070809,
PXL_20240506_070809123, IMG-20240506-WA0001, Screenshot_2024-05-06-07-08-09,
photo_2024-05-06_07-08-09, WhatsApp Image 2024-05-06 at 07.08.09."""

_WORDS = """
passport: passport reisepass pass_scan passeport pasaporte passaporto passaporte paspoort paszport
passport: pasaport pass_kopie pasport cestovni_pas
identity: id_card idcard identity_card personalausweis ausweis carte_identite carte_d_identite dni
identity: carta_identita carta_d_identita cedula identiteitskaart dowod_osobisty kimlik id_kort
identity: legitimacja bilhete_de_identidade cartao_de_cidadao aadhaar
driving: driving_licence driving_license drivers_license driver_licence fuehrerschein fuhrerschein
driving: permis_de_conduire carnet_de_conducir licencia_de_conducir patente_di_guida rijbewijs
driving: prawo_jazdy korkort koerkort carta_de_conducao ehliyet
money: bank_statement kontoauszug releve_bancaire releve_de_compte extracto_bancario estratto_conto
money: credit_card kreditkarte carte_bancaire tarjeta_de_credito payslip gehaltsabrechnung
money: lohnabrechnung fiche_de_paie bulletin_de_salaire nomina busta_paga tax_return steuerbescheid
money: invoice rechnung facture factura fattura fatura factuur faktura
travel: boarding_pass bordkarte carte_embarquement tarjeta_de_embarque carta_d_imbarco instapkaart
travel: ticket fahrkarte flugticket visum
health: prescription rezept ordonnance receta_medica arztbrief befund diagnose diagnosis
health: medical_report krankschreibung ultrasound
life: birth_certificate geburtsurkunde acte_de_naissance partida_de_nacimiento
life: certificato_di_nascita marriage_certificate heiratsurkunde lease mietvertrag
life: contrat_de_location arbeitsvertrag zeugnis diploma vaccination impfpass
"""
_DOCUMENTS = frozenset(
    word for line in _WORDS.strip().splitlines() for word in line.partition(": ")[2].split()
)
_DOCUMENTS_ELSEWHERE = (
    *(
        "паспорт",
        "удостоверение",
        "водительские права",
        "护照",
        "身份证",
        "驾驶证",
        "パスポート",
        "免許証",
        "여권",
        "주민등록증",
    ),
    *("جواز", "بطاقة الهوية", "דרכון", "διαβατηριο", "ταυτοτητα"),
)
"""Words that the letters a to z do not cover, in forms without accents; looked for anywhere,
because not all writings part words."""

_NOT_LETTERS = re.compile(r"[^a-z]+")


def run(case: PhotoCase, _today: date) -> Iterator[Observation]:
    """Yield at most one observation for a time and one for a document."""
    name = _name(case)
    if not name:
        return
    stamp = _stamp(name)
    shown = Value("name", name, Kind.FILE)
    if stamp is not None:
        says = N_("The file is called {name}: taken on {time}")
        yield _observation(
            case,
            Severity.LOW,
            Statement(says, (shown, Value("time", stamp))),
            Statement(N_("The file name says when it was taken")),
            "time",
            QuestionId.DAYS if _posted_soon(case, stamp) else None,
        )
    word = _document(name)
    if word:
        says = N_("The file is called {name}, with the word “{word}”")
        title = Statement(N_("The file name says that this is a document"))
        yield _observation(
            case,
            Severity.HIGH,
            Statement(says, (shown, Value("word", word, Kind.FILE))),
            title,
            "document",
            QuestionId.PAPERS,
        )


def _observation(
    case: PhotoCase,
    severity: Severity,
    says: Statement,
    title: Statement,
    about: str,
    question: QuestionId | None,
) -> Observation:
    return Observation(
        severity=severity,
        confidence=Confidence.MEDIUM,
        title=title,
        evidence=(Evidence(says, case.photo.media_url),),
        remedy=RemedyKey.RENAME_FILE if about == "time" else RemedyKey.REMOVE_DOCUMENT,
        account=case.photo.account,
        photo=case.photo.id,
        about=about,
        question=question,
    )


def _posted_soon(case: PhotoCase, stamp: str) -> bool:
    """Whether it was published that day or the next one.

    Comparing times with each other is one of the sharp analyses, kept for proven accounts.
    """
    posted = case.photo.posted_at
    if posted is None or not case.account.proof.holds:
        return False
    return timedelta() <= posted.date() - date.fromisoformat(stamp[:_DAY]) <= timedelta(days=1)


def _name(case: PhotoCase) -> str:
    """Return the name as the platform gives it, else the last part of the address."""
    known = case.photo.file_name or (case.facts.metadata.file_name if case.facts else None)
    if known:
        return known[:_LONGEST]
    if case.photo.of_archive:
        return ""  # what the file is called there was made up for the archive
    try:
        path = urlsplit(case.photo.media_url).path
    except ValueError:
        return ""
    return unquote(path.rsplit("/", 1)[-1])[:_LONGEST]


def _stamp(name: str) -> str | None:
    for match in _STAMP.finditer(name):
        try:
            day = date(int(match["y"]), int(match["m"]), int(match["d"]))
        except ValueError:
            continue
        if day.year >= _FIRST_YEAR:
            return (
                f"{day.isoformat()} {match['h']}:{match['min']}:{match['s']}"
                if match["h"]
                else day.isoformat()
            )
    return None


def _document(name: str) -> str:
    """Return the word for a document in a file name, empty if there is none.

    Accents and letter case do not count.
    """
    plain = _plain(name)
    words = f"_{_NOT_LETTERS.sub('_', plain).strip('_')}_"
    found = [word for word in _DOCUMENTS if f"_{word}_" in words] + [
        word for word, folded in _elsewhere() if folded in plain
    ]
    return max(found, key=lambda word: (len(word), word), default="").replace("_", " ")


@cache
def _elsewhere() -> tuple[tuple[str, str], ...]:
    """Return the words that count inside others too, each with how it reads without accents."""
    return tuple((word, _plain(word)) for word in _DOCUMENTS_ELSEWHERE)


def _plain(text: str) -> str:
    if text.isascii():
        return text.casefold()
    folded = (
        unicodedata.normalize("NFC", text.casefold())
        .replace("ü", "ue")
        .replace("ä", "ae")
        .replace("ö", "oe")
    )
    return "".join(
        sign for sign in unicodedata.normalize("NFKD", folded) if not unicodedata.combining(sign)
    )


CHECK = PhotoCheck(
    id="telling-file-name",
    title=N_("File name that gives away"),
    run=run,
    dated=never_dated,
    finds_in=frozenset({PhotoPart.NAME}),
    reads=frozenset({PhotoPart.POSTING}),
)
