"""Names, contacts, keywords, identifiers and paths in the properties of an XMP packet.

Properties from the IPTC Photo Metadata Standard 2025.1, PLUS LDF 1.2.1, the Metadata Working
Group's guidelines 2.0, XMP part 1 and 2, and, for those of programs, exiftool's XMP tags.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Mapping, Sequence

from auditor.domain.photos.file_contents import ContactKind, NamedPerson, Trace
from auditor.readers.metadata.found import RawMetadata
from auditor.readers.metadata.makers.note import is_identifier
from auditor.readers.metadata.people.contacts import add_contact, looks_like_path
from auditor.readers.metadata.people.keywords import add_keywords

_Key = tuple[str, str]
"""Namespace and name of a property."""
_Values = Mapping[_Key, Sequence[str]]

_MWG = "http://www.metadataworkinggroup.com/schemas/regions/"
_ACDSEE = "http://ns.acdsee.com/iptc/1.0/"
_ACDSEE_REGIONS = "http://ns.acdsee.com/regions/"
_DC = "http://purl.org/dc/elements/1.1/"
_XMP_RIGHTS = "http://ns.adobe.com/xap/1.0/rights/"
_DWC = "http://rs.tdwg.org/dwc/"
_RECORD = "http://rs.tdwg.org/dwc/index.htm"

_PREFIXES = {
    _MWG: "mwg-rs",
    "http://www.metadataworkinggroup.com/schemas/keywords/": "mwg-kw",
    "http://ns.microsoft.com/photo/1.2/t/Region#": "MPReg",
    "http://ns.microsoft.com/photo/1.0/": "MicrosoftPhoto",
    "http://ns.microsoft.com/photo/1.0": "MicrosoftPhoto",
    "http://ns.microsoft.com/expressionmedia/1.0/": "expressionmedia",
    "http://ns.iview-multimedia.com/mediapro/1.0/": "mediapro",
    "http://iptc.org/std/Iptc4xmpCore/1.0/xmlns/": "Iptc4xmpCore",
    "http://iptc.org/std/Iptc4xmpExt/2008-02-29/": "Iptc4xmpExt",
    "http://ns.useplus.org/ldf/xmp/1.0/": "plus",
    "http://www.digikam.org/ns/1.0/": "digiKam",
    "http://ns.adobe.com/lightroom/1.0/": "lr",
    "http://ns.adobe.com/pdf/1.3/": "pdf",
    "http://cipa.jp/exif/1.0/": "exifEX",
    "http://ns.adobe.com/exif/1.0/": "exif",
    "http://ns.adobe.com/exif/1.0/aux/": "aux",
    "http://ns.adobe.com/tiff/1.0/": "tiff",
    "http://ns.adobe.com/xap/1.0/mm/": "xmpMM",
    "http://ns.adobe.com/xap/1.0/sType/ResourceRef#": "stRef",
    "http://ns.adobe.com/xap/1.0/sType/ManifestItem#": "stMfs",
    "http://ns.adobe.com/xap/1.0/sType/ResourceEvent#": "stEvt",
    "http://ns.adobe.com/photoshop/1.0/": "photoshop",
    "http://ns.adobe.com/camera-raw-settings/1.0/": "crs",
    "http://ns.adobe.com/xmp/1.0/DynamicMedia/": "xmpDM",
    "http://creativecommons.org/ns#": "cc",
    "http://www.dji.com/drone-dji/1.0/": "drone-dji",
    "http://xmp.gettyimages.com/gift/1.0/": "GettyImagesGIFT",
    _ACDSEE: "acdsee",
    _ACDSEE_REGIONS: "acdsee-rs",
    _DC: "dc",
    _XMP_RIGHTS: "xmpRights",
}

_PEOPLE: tuple[tuple[str, tuple[str, ...]], ...] = (
    (_MWG, ("Name",)),
    (_ACDSEE, ("author", "people", "byline")),
    (_ACDSEE_REGIONS, ("Name",)),
    (_DC, ("contributor",)),
    (_XMP_RIGHTS, ("Owner",)),
)
_PEOPLE_ANYWHERE_TEXT = """
    PersonInImage PersonName PersonDisplayName PersonNameIdentity People Person person Personality
    Photographer ImageEditor CaptionsAuthorNames ImageCreatorName CopyrightOwnerName LicensorName
    ImageSupplierName AOCreator AOCurrentLicensorName AOCurrentCopyrightOwnerName attributionName
    FaceName AIPromptWriterName recordedBy identifiedBy photographer
    """
_PEOPLE_ANYWHERE = frozenset(_PEOPLE_ANYWHERE_TEXT.split())
"""Local names that mean a person whatever prefix they stand under."""
_PEOPLE_OF = {
    "http://ns.adobe.com/pdf/1.3/": ("Author",),
    "http://ns.adobe.com/pdfx/1.3/": ("Author",),
    "http://ns.adobe.com/exif/1.0/": ("Artist",),
}
_NAME_OF_REGION = ("http://iptc.org/std/Iptc4xmpExt/2008-02-29/", "Name")
_REGION = ("http://iptc.org/std/Iptc4xmpExt/2008-02-29/", "RegionBoundary")

_KEYWORDS_ANYWHERE_TEXT = """
    subject hierarchicalSubject weightedFlatSubject TagsList LastKeywordXMP LastKeywordIPTC Keywords
    keywords keyword CatalogSets SupplementalCategories
    """
_KEYWORDS_ANYWHERE = frozenset(_KEYWORDS_ANYWHERE_TEXT.split())
_NO_KEYWORDS = frozenset({"http://ns.adobe.com/exif/1.0/"})
_CATEGORIES = (_ACDSEE, "categories")
_CATEGORY = re.compile(r"<(/?)Category([^<>]{0,200})>([^<]{0,200})")
_MOST_CATEGORIES = 2000
_DESCRIPTIONS = frozenset(
    {"LayerText", "PersonDescription", "ExtDescrAccessibility", "AltTextAccessibility"}
)
_SEPARATED = frozenset({("http://ns.adobe.com/pdf/1.3/", "Keywords")})

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
_ANCESTORS = ("http://ns.adobe.com/photoshop/1.0/", "DocumentAncestors")
_MOST_IDENTIFIERS = 30

_PATHS_ANYWHERE_TEXT = """
    filePath FilePath RawFileName PreservedFileName HostComputer DocumentName PageName
    OriginalFileName OriginalFilename OriginalRawFileName uncProjectPath posixProjectPath
    fullPath relativePath absPeakAudioFilePath relativePeakAudioFilePath macAtomPath ManagedFrom
    ManageTo linkForm LayerName LayerText RelatedSoundFile FileNameAsDelivered projectName
    """
_PATHS_ANYWHERE = frozenset(_PATHS_ANYWHERE_TEXT.split())


def add_xmp_properties(values: _Values, found: RawMetadata) -> None:
    """Add to `found` what the properties of a packet tell of people, devices and paths."""
    for key, texts in values.items():
        if texts:
            where = name_of_property(key)
            _add_people(key, texts, where, found)
            _add_words(key, texts, where, found)
            _add_traces(key, texts, where, found)
    _add_identifiers(values, found)
    _add_contacts(values, found)


def name_of_property(key: _Key) -> str:
    """Return "XMP prefix:Name", or without the prefix where none is usual."""
    prefix = _PREFIXES.get(key[0])
    return f"XMP {prefix}:{key[1]}" if prefix else f"XMP {key[1]}"


def _add_people(key: _Key, texts: Sequence[str], where: str, found: RawMetadata) -> None:
    namespace, local = key
    known = any(namespace == space and local in names for space, names in _PEOPLE)
    if (
        known
        or local in _PEOPLE_ANYWHERE
        or local in _PEOPLE_OF.get(namespace, ())
        or (key == _NAME_OF_REGION)
    ):
        found.people += [NamedPerson(text, where) for text in texts]


def _add_words(key: _Key, texts: Sequence[str], where: str, found: RawMetadata) -> None:
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
        if 'Assigned="1"' in part[2] and len(branch) <= 10:  # noqa: PLR2004 - nobody nests deeper
            yield "|".join(filter(None, branch))


def _add_traces(key: _Key, texts: Sequence[str], where: str, found: RawMetadata) -> None:
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
    by_local: dict[str, tuple[_Key, list[str]]] = {}
    for key, texts in values.items():
        if texts and (key[1] in _CONTACTS or any(key[1] in names for names in _ADDRESSES)):
            by_local.setdefault(key[1], (key, []))[1].extend(texts)
    for local, (key, texts) in by_local.items():
        for text in texts:
            if local in _CONTACTS:
                add_contact(_CONTACTS[local], text, name_of_property(key), found)
    for names in _ADDRESSES:
        _add_addresses([by_local[name] for name in names if name in by_local], found)


def _add_addresses(parts: Sequence[tuple[_Key, list[str]]], found: RawMetadata) -> None:
    columns = [texts for _key, texts in parts]
    if len({len(texts) for texts in columns}) == 1:
        for lines in zip(*columns, strict=True):
            where = name_of_property(parts[0][0])
            add_contact(ContactKind.ADDRESS, ", ".join(lines), where, found)
        return
    for key, texts in parts:  # of several people one lacks a part: no telling whose is whose
        for text in texts:
            add_contact(ContactKind.ADDRESS, text, name_of_property(key), found)
