"""Names, contacts, keywords, identifiers and paths in the properties of an XMP packet.

Properties from the IPTC Photo Metadata Standard 2025.1, PLUS LDF 1.2.1, the Metadata Working
Group's guidelines 2.0, XMP part 1 and 2, and, for those of programs, exiftool's XMP tags.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Mapping, Sequence

from lxml import etree  # type: ignore[import-untyped]  # lxml ships no types

from auditor.domain.photos.file_contents import ContactKind, NamedPerson, Trace
from auditor.readers.metadata.found import RawMetadata
from auditor.readers.metadata.makers.note import is_identifier
from auditor.readers.metadata.people.contacts import add_contact, looks_like_path
from auditor.readers.metadata.people.keywords import add_keywords
from auditor.readers.metadata.xmp.namespaces import (
    DC,
    EXIF,
    IPTC_EXT,
    PHOTOSHOP,
    name_of_property,
)
from auditor.readers.metadata.xmp.packet import MOST_NODES, Key, find_list_owner, name_of, spelled

_Values = Mapping[Key, Sequence[str]]

_MWG = "http://www.metadataworkinggroup.com/schemas/regions/"
_MWG_WORDS = "http://www.metadataworkinggroup.com/schemas/keywords/"
_ACDSEE = "http://ns.acdsee.com/iptc/1.0/"
_ACDSEE_REGIONS = "http://ns.acdsee.com/regions/"
_XMP_RIGHTS = "http://ns.adobe.com/xap/1.0/rights/"
_PDF = "http://ns.adobe.com/pdf/1.3/"
_PDFX = "http://ns.adobe.com/pdfx/1.3/"

_PEOPLE = frozenset(
    {
        (_MWG, "Name"),
        (_ACDSEE, "author"),
        (_ACDSEE, "people"),
        (_ACDSEE, "byline"),
        (_ACDSEE_REGIONS, "Name"),
        (DC, "contributor"),
        (_XMP_RIGHTS, "Owner"),
        (_PDF, "Author"),
        (_PDFX, "Author"),
        (EXIF, "Artist"),
    }
)
_PEOPLE_ANYWHERE_TEXT = """
    PersonInImage PersonName PersonDisplayName PersonNameIdentity People Person person Personality
    Photographer ImageEditor CaptionsAuthorNames ImageCreatorName CopyrightOwnerName LicensorName
    ImageSupplierName AOCreator AOCurrentLicensorName AOCurrentCopyrightOwnerName attributionName
    FaceName AIPromptWriterName recordedBy identifiedBy photographer
    """
_PEOPLE_ANYWHERE = frozenset(_PEOPLE_ANYWHERE_TEXT.split())
"""Local names that mean a person whatever prefix they stand under."""
_KEYWORDS_ANYWHERE_TEXT = """
    subject hierarchicalSubject weightedFlatSubject TagsList LastKeywordXMP LastKeywordIPTC Keywords
    keywords keyword CatalogSets SupplementalCategories
    """
_KEYWORDS_ANYWHERE = frozenset(_KEYWORDS_ANYWHERE_TEXT.split())
_NO_KEYWORDS = frozenset({EXIF})
_WORD = (_MWG_WORDS, "Keyword")
_REGION_NAME, _REGION = (IPTC_EXT, "Name"), f"{{{IPTC_EXT}}}ImageRegion"
_DEEPEST = 10
_CATEGORIES = (_ACDSEE, "categories")
_CATEGORY = re.compile(r"<(/?)Category([^<>]{0,200})>([^<]{0,200})")
_MOST_CATEGORIES = 2000
_DESCRIPTIONS = frozenset(
    {"LayerText", "PersonDescription", "ExtDescrAccessibility", "AltTextAccessibility"}
)
_SEPARATED = frozenset({(_PDF, "Keywords")})

_SERIAL = re.compile(r"serial_?(?:number|no)\Z", re.IGNORECASE)
_READ_ELSEWHERE = frozenset({"SerialNumber", "BodySerialNumber", "LensSerialNumber"})
_IDENTIFIERS = (
    "DocumentID",
    "OriginalDocumentID",
    "InstanceID",
    "ImageUniqueID",
    "DigitalImageGUID",
    "DigImageGUID",
    "CaptureUUID",
    "ContentIdentifier",
    "documentID",
    "originalDocumentID",
    "instanceID",
    "BurstID",
    "BurstUUID",
)
_ANCESTORS = (PHOTOSHOP, "DocumentAncestors")
_MOST_IDENTIFIERS = 30

_PATHS_ANYWHERE_TEXT = """
    filePath FilePath RawFileName PreservedFileName HostComputer DocumentName PageName
    OriginalFileName OriginalFilename OriginalRawFileName uncProjectPath posixProjectPath
    fullPath relativePath absPeakAudioFilePath relativePeakAudioFilePath macAtomPath ManagedFrom
    ManageTo linkForm LayerName LayerText RelatedSoundFile FileNameAsDelivered projectName
    """
_PATHS_ANYWHERE = frozenset(_PATHS_ANYWHERE_TEXT.split())


def add_people_and_traces(values: _Values, root: etree._Element, found: RawMetadata) -> None:
    """Add to `found` what the properties of a packet tell of people, devices and paths."""
    for key, texts in values.items():
        if texts:
            where = name_of_property(key)
            _add_people(key, texts, where, found)
            _add_words(key, texts, where, found)
            _add_traces(key, texts, where, found)
    if _REGION_NAME in values:
        where = name_of_property(_REGION_NAME)
        found.people += [NamedPerson(name, where) for name in _list_region_names(root)]
    if _WORD in values:
        add_keywords(_list_branches(root), name_of_property(_WORD), found)
    _add_identifiers(values, found)
    _add_contacts(values, found)


def _add_people(key: Key, texts: Sequence[str], where: str, found: RawMetadata) -> None:
    if key in _PEOPLE or key[1] in _PEOPLE_ANYWHERE:
        found.people += [NamedPerson(text, where) for text in texts]


def _add_words(key: Key, texts: Sequence[str], where: str, found: RawMetadata) -> None:
    namespace, local = key
    if local in _KEYWORDS_ANYWHERE and namespace not in _NO_KEYWORDS:
        words = (
            [word for text in texts for word in re.split("[;,]", text)]
            if key in _SEPARATED
            else texts
        )
        add_keywords(words, where, found)
    elif key == _CATEGORIES:
        for text in texts:
            add_keywords(_list_categories(text), where, found)
    elif local in _DESCRIPTIONS or (namespace == _ACDSEE and local in {"caption", "notes"}):
        found.descriptions += texts


def _list_region_names(root: etree._Element) -> Iterator[str]:
    """Yield the names of IPTC's image regions; those of their kinds and roles are no names."""
    for node in itertools.islice(root.iter(), MOST_NODES):
        if name_of(node) != f"{{{IPTC_EXT}}}Name" or find_list_owner(node) != _REGION:
            continue
        items = [node.text, *(item.text for item in node.findall("*/*")[:_DEEPEST])]
        yield from (text.strip() for text in items if text and text.strip())


def _list_branches(root: etree._Element) -> Iterator[str]:
    """Yield the nested keywords of the Metadata Working Group as "People|Anna Sample"."""
    keyword = f"{{{_MWG_WORDS}}}Keyword"
    waiting: list[tuple[etree._Element, str]] = [(root, "")]
    for _step in range(MOST_NODES):
        if not waiting:
            return
        node, branch = waiting.pop()
        told = next((child.text for child in node if name_of(child) == keyword), None)
        told = told or next(
            (str(v) for n, v in node.attrib.items() if spelled(str(n)) == keyword), ""
        )
        deeper = branch
        if told and branch.count("|") < _DEEPEST:
            deeper = f"{branch}|{told.strip()[:200]}".strip("|")
            yield deeper
        waiting += [(child, deeper) for child in node]


def _list_categories(text: str) -> Iterator[str]:
    """Yield ACDSee's categories as "People|Anna Sample".

    They stand in one text as elements in elements, of which those that hold are marked.
    """
    branch: list[str] = []
    for part in itertools.islice(_CATEGORY.finditer(text), _MOST_CATEGORIES):
        if part[1]:
            del branch[-1:]
            continue
        if part[2].endswith("/"):
            continue
        branch.append(part[3].strip())
        if 'Assigned="1"' in part[2] and len(branch) <= _DEEPEST:
            yield "|".join(filter(None, branch))


def _add_traces(key: Key, texts: Sequence[str], where: str, found: RawMetadata) -> None:
    local = key[1]
    if _SERIAL.search(local) and local not in _READ_ELSEWHERE:
        found.serials += texts
    if local in _PATHS_ANYWHERE:
        found.paths += [Trace(text, where) for text in texts]
    else:
        found.paths += [Trace(text, where) for text in texts if looks_like_path(text)]


def _add_identifiers(values: _Values, found: RawMetadata) -> None:
    """Add ids of the file and of those it came from, the file's own first."""
    told: list[Trace] = []
    for local in _IDENTIFIERS:
        for key, texts in values.items():
            if key[1] == local:
                told += [Trace(text, name_of_property(key)) for text in texts[:5]]
    told += [Trace(text, name_of_property(_ANCESTORS)) for text in values.get(_ANCESTORS, ())[:5]]
    found.identifiers += [trace for trace in told if is_identifier(trace.value)][:_MOST_IDENTIFIERS]


_CONTACTS = {
    "CiEmailWork": ContactKind.EMAIL,
    "CiTelWork": ContactKind.PHONE,
    "CiUrlWork": ContactKind.URL,
    "LicensorEmail": ContactKind.EMAIL,
    "LicensorTelephone1": ContactKind.PHONE,
    "LicensorTelephone2": ContactKind.PHONE,
    "LicensorURL": ContactKind.URL,
    "WebStatement": ContactKind.URL,
    "attributionURL": ContactKind.URL,
    "PersonId": ContactKind.URL,
}
_ADDRESSES = (
    ("CiAdrExtadr", "CiAdrCity", "CiAdrRegion", "CiAdrPcode", "CiAdrCtry"),
    (
        "LicensorExtendedAddress",
        "LicensorStreetAddress",
        "LicensorCity",
        "LicensorRegion",
        "LicensorPostalCode",
        "LicensorCountry",
    ),
)


def _add_contacts(values: _Values, found: RawMetadata) -> None:
    by_local: dict[str, tuple[Key, list[str]]] = {}
    for key, texts in values.items():
        if texts and (key[1] in _CONTACTS or any(key[1] in names for names in _ADDRESSES)):
            by_local.setdefault(key[1], (key, []))[1].extend(texts)
    for local, (key, texts) in by_local.items():
        for text in texts:
            if local in _CONTACTS:
                add_contact(_CONTACTS[local], text, name_of_property(key), found)
    for names in _ADDRESSES:
        _add_addresses([by_local[name] for name in names if name in by_local], found)


def _add_addresses(parts: Sequence[tuple[Key, list[str]]], found: RawMetadata) -> None:
    columns = [texts for _key, texts in parts]
    if len({len(texts) for texts in columns}) == 1:
        for lines in zip(*columns, strict=True):
            where = name_of_property(parts[0][0])
            add_contact(ContactKind.ADDRESS, ", ".join(lines), where, found)
        return
    for key, texts in parts:  # of several people one lacks a part: no telling whose is whose
        for text in texts:
            add_contact(ContactKind.ADDRESS, text, name_of_property(key), found)
