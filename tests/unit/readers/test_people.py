from __future__ import annotations

import struct

from auditor.domain.photos.facts import Metadata
from auditor.domain.photos.file_contents import ContactKind, NamedPerson
from auditor.readers.metadata.people.contacts import contacts_in, looks_like_path
from auditor.readers.metadata.people.keywords import person_in
from auditor.readers.metadata.xmp.read_xmp import read_xmp
from tests.rows import each_row
from tests.unit.readers.maker_notes import in_jpeg, read, segment, tiff

SPACES = {
    "mwg-rs": "http://www.metadataworkinggroup.com/schemas/regions/",
    "mwg-kw": "http://www.metadataworkinggroup.com/schemas/keywords/",
    "MP": "http://ns.microsoft.com/photo/1.2/",
    "MPRI": "http://ns.microsoft.com/photo/1.2/t/RegionInfo#",
    "MPReg": "http://ns.microsoft.com/photo/1.2/t/Region#",
    "MicrosoftPhoto": "http://ns.microsoft.com/photo/1.0/",
    "Iptc4xmpCore": "http://iptc.org/std/Iptc4xmpCore/1.0/xmlns/",
    "Iptc4xmpExt": "http://iptc.org/std/Iptc4xmpExt/2008-02-29/",
    "plus": "http://ns.useplus.org/ldf/xmp/1.0/",
    "dc": "http://purl.org/dc/elements/1.1/",
    "lr": "http://ns.adobe.com/lightroom/1.0/",
    "digiKam": "http://www.digikam.org/ns/1.0/",
    "mediapro": "http://ns.iview-multimedia.com/mediapro/1.0/",
    "acdsee": "http://ns.acdsee.com/iptc/1.0/",
    "acdsee-rs": "http://ns.acdsee.com/regions/",
    "exifEX": "http://cipa.jp/exif/1.0/",
    "pdf": "http://ns.adobe.com/pdf/1.3/",
    "xmpRights": "http://ns.adobe.com/xap/1.0/rights/",
    "xmpMM": "http://ns.adobe.com/xap/1.0/mm/",
    "stRef": "http://ns.adobe.com/xap/1.0/sType/ResourceRef#",
    "crs": "http://ns.adobe.com/camera-raw-settings/1.0/",
    "tiff": "http://ns.adobe.com/tiff/1.0/",
    "photoshop": "http://ns.adobe.com/photoshop/1.0/",
    "dji": "http://www.dji.com/drone-dji/1.0/",
}


def packet(inner: str, attributes: str = "") -> bytes:
    named = " ".join(f'xmlns:{prefix}="{uri}"' for prefix, uri in SPACES.items())
    return (
        '<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF '
        'xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">'
        f'<rdf:Description rdf:about="" {named} {attributes}>{inner}</rdf:Description></rdf:RDF>'
        "</x:xmpmeta>"
    ).encode()


def xmp(inner: str, attributes: str = "") -> Metadata:
    body = b"http://ns.adobe.com/xap/1.0/\0" + packet(inner, attributes)
    return read(b"\xff\xd8" + segment(0xE1, body) + b"\xff\xd9")


def bag(*items: str) -> str:
    return f"<rdf:Bag>{''.join(f'<rdf:li>{item}</rdf:li>' for item in items)}</rdf:Bag>"


def struct_of(inner: str) -> str:
    return f'<rdf:Bag><rdf:li rdf:parseType="Resource">{inner}</rdf:li></rdf:Bag>'


REGION = (
    "<mwg-rs:Regions rdf:parseType='Resource'><mwg-rs:RegionList>{}</mwg-rs:RegionList>"
    "</mwg-rs:Regions>"
)
NAMED = {
    "mwg-rs:Name": REGION.format(
        struct_of("<mwg-rs:Name>Anna Sample</mwg-rs:Name><mwg-rs:Type>Face</mwg-rs:Type>")
    ),
    "MPReg:PersonDisplayName": "<MP:RegionInfo rdf:parseType='Resource'><MPRI:Regions>"
    + struct_of("<MPReg:PersonDisplayName>Anna Sample</MPReg:PersonDisplayName>")
    + "</MPRI:Regions></MP:RegionInfo>",
    "Iptc4xmpExt:PersonInImage": "<Iptc4xmpExt:PersonInImage>"
    + bag("Anna Sample")
    + "</Iptc4xmpExt:PersonInImage>",
    "Iptc4xmpExt:PersonName": "<Iptc4xmpExt:PersonInImageWDetails>"
    + struct_of(
        "<Iptc4xmpExt:PersonName><rdf:Alt><rdf:li xml:lang='x-default'>Anna Sample</rdf:li>"
        "</rdf:Alt></Iptc4xmpExt:PersonName>"
    )
    + "</Iptc4xmpExt:PersonInImageWDetails>",
    "Iptc4xmpExt:Name": "<Iptc4xmpExt:ImageRegion>"
    + struct_of(
        "<Iptc4xmpExt:Name><rdf:Alt><rdf:li>Anna Sample</rdf:li></rdf:Alt></Iptc4xmpExt:Name>"
        "<Iptc4xmpExt:rCtype>"
        + struct_of(
            "<Iptc4xmpExt:Name><rdf:Alt><rdf:li>human</rdf:li></rdf:Alt></Iptc4xmpExt:Name>"
        )
        + "</Iptc4xmpExt:rCtype>"
    )
    + "</Iptc4xmpExt:ImageRegion>",
    "mediapro:People": f"<mediapro:People>{bag('Anna Sample')}</mediapro:People>",
    "digiKam:CaptionsAuthorNames": "<digiKam:CaptionsAuthorNames><rdf:Alt>"
    "<rdf:li xml:lang='x-default'>Anna Sample</rdf:li></rdf:Alt></digiKam:CaptionsAuthorNames>",
    "acdsee:author": "<acdsee:author>Anna Sample</acdsee:author>",
    "acdsee-rs:Name": "<acdsee-rs:Regions>"
    + struct_of("<acdsee-rs:Name>Anna Sample</acdsee-rs:Name>")
    + "</acdsee-rs:Regions>",
    "exifEX:Photographer": "<exifEX:Photographer>Anna Sample</exifEX:Photographer>",
    "exifEX:ImageEditor": "<exifEX:ImageEditor>Anna Sample</exifEX:ImageEditor>",
    "pdf:Author": "<pdf:Author>Anna Sample</pdf:Author>",
    "xmpRights:Owner": f"<xmpRights:Owner>{bag('Anna Sample')}</xmpRights:Owner>",
    "plus:LicensorName": "<plus:Licensor>"
    + struct_of("<plus:LicensorName>Anna Sample</plus:LicensorName>")
    + "</plus:Licensor>",
    "plus:CopyrightOwnerName": "<plus:CopyrightOwner>"
    + struct_of("<plus:CopyrightOwnerName>Anna Sample</plus:CopyrightOwnerName>")
    + "</plus:CopyrightOwner>",
}


@each_row("name", NAMED)
def test_people_are_told_with_the_property_that_names_them(name: str) -> None:
    assert xmp(NAMED[name]).people == (NamedPerson("Anna Sample", f"XMP {name}"),)


KEYWORDS = (
    "dc:subject",
    "lr:hierarchicalSubject",
    "digiKam:TagsList",
    "MicrosoftPhoto:LastKeywordXMP",
    "mediapro:CatalogSets",
)


@each_row("name", KEYWORDS)
def test_keywords_are_told_and_the_people_in_them(name: str) -> None:
    found = xmp(f"<{name}>{bag('beach', 'People|Anna Sample')}</{name}>")
    assert found.keywords == ("beach", "People|Anna Sample")
    assert found.people == (NamedPerson("Anna Sample", f"XMP {name}"),)


@each_row(
    ("keyword", "name"),
    [
        ("People|Anna Sample", "Anna Sample"),
        ("Personen/Familie/Anna", "Anna"),
        ("Places|People|Anna Sample", "Anna Sample"),
        ("Celebrity: Anna Sample", "Anna Sample"),
        ("人物/サンプル", "サンプル"),
        ("Люди|Анна", "Анна"),
        ("People", ""),
        ("People|Family", ""),
        ("Places|Exampletown", ""),
        ("Anna Sample", ""),
        ("geo:lat=52.5", ""),
    ],
)
def test_a_keyword_names_a_person_only_by_its_branch(keyword: str, name: str) -> None:
    assert person_in(keyword) == name


def test_keywords_in_keywords() -> None:
    """The Metadata Working Group nests them as elements, ACDSee as text of elements."""
    nested = "".join(
        (
            "<mwg-kw:Keywords rdf:parseType='Resource'><mwg-kw:Hierarchy>",
            struct_of(
                "<mwg-kw:Keyword>People</mwg-kw:Keyword><mwg-kw:Children>"
                + struct_of("<mwg-kw:Keyword>Anna Sample</mwg-kw:Keyword>")
                + "</mwg-kw:Children>"
            ),
            "</mwg-kw:Hierarchy></mwg-kw:Keywords>",
        )
    )
    assert xmp(nested).people == (NamedPerson("Anna Sample", "XMP mwg-kw:Keyword"),)
    text = (
        "&lt;Categories&gt;&lt;Category Assigned=&quot;0&quot;&gt;People"
        "&lt;Category Assigned=&quot;1&quot;&gt;Ben Sample&lt;/Category&gt;&lt;/Category&gt;"
        "&lt;Category Assigned=&quot;1&quot;&gt;Holiday&lt;/Category&gt;&lt;/Categories&gt;"
    )
    found = xmp(f"<acdsee:categories>{text}</acdsee:categories>")
    assert found.keywords == ("People|Ben Sample", "Holiday")
    assert [person.name for person in found.people] == ["Ben Sample"]


def test_placeholders_and_devices_are_no_people() -> None:
    names = bag("Picasa", "ACME", "---", "42", "https://example.org", "Anna")
    found = xmp(
        f"<Iptc4xmpExt:PersonInImage>{names}</Iptc4xmpExt:PersonInImage>", 'tiff:Make="ACME"'
    )
    assert [person.name for person in found.people] == ["Anna"]


def test_names_and_keywords_in_exif() -> None:
    def wide(text: str) -> tuple[int, bytes]:
        return 1, text.encode("utf-16-le") + b"\0\0"

    block = tiff(
        "ACME",
        model="Cam 1",
        more={
            0x013C: "Annas-MacBook-Pro.local",
            0x010D: "/home/anna/scan.tif",
            0x9C9D: wide("Anna Sample;Ben Sample"),
            0x9C9E: wide("beach;People/Cleo Sample"),
            0xC68B: "DSC_0517.NEF",
        },
    )
    found = read(in_jpeg(block))
    assert {person.name for person in found.people} == {"Anna Sample", "Ben Sample", "Cleo Sample"}
    assert found.keywords == ("beach", "People/Cleo Sample")
    assert {trace.where: trace.value for trace in found.paths} == {
        "EXIF HostComputer": "Annas-MacBook-Pro.local",
        "EXIF DocumentName": "/home/anna/scan.tif",
        "EXIF OriginalRawFileName": "DSC_0517.NEF",
    }
    system = tiff("Apple", model="A", more={0x013C: "Mac OS X 10.3.8", 0x011D: "1 2 3"})
    assert read(in_jpeg(system)).paths == ()
    telephone = tiff("Apple", model="iPhone 13", more={0x013C: "iPhone 13"})
    assert read(in_jpeg(telephone)).paths == ()


def test_layers_that_photoshop_keeps_in_a_tiff() -> None:
    name = "Anna's passport"
    layer = b"8BIMluni" + struct.pack(">II", 4 + 2 * len(name), len(name))
    layers = b"Adobe Photoshop Document Data Block\0" + layer + name.encode("utf-16-be")
    found = read(in_jpeg(tiff("ACME", more={0x935C: layers})))
    assert [(trace.value, trace.where) for trace in found.paths] == [(name, "Photoshop layer")]


def test_contacts_of_the_creator_and_of_licensors() -> None:
    core = "".join(
        f"<Iptc4xmpCore:{name}>{text}</Iptc4xmpCore:{name}>"
        for name, text in {
            "CiEmailWork": "anna@example.org, anna@example.net",
            "CiTelWork": "+00 555 0100",
            "CiUrlWork": "https://anna.example.org",
            "CiAdrExtadr": "1 Sample Street",
            "CiAdrCity": "Exampletown",
            "CiAdrPcode": "12345",
            "CiAdrCtry": "Samplestan",
        }.items()
    )
    found = xmp(
        f"<Iptc4xmpCore:CreatorContactInfo rdf:parseType='Resource'>{core}"
        "</Iptc4xmpCore:CreatorContactInfo>"
        "<xmpRights:WebStatement>https://creativecommons.org/licenses/by/4.0/</xmpRights:WebStatement>"
    )
    assert {(told.kind, told.value) for told in found.contact} == {
        (ContactKind.EMAIL, "anna@example.org"),
        (ContactKind.EMAIL, "anna@example.net"),
        (ContactKind.PHONE, "+00 555 0100"),
        (ContactKind.URL, "https://anna.example.org"),
        (ContactKind.ADDRESS, "1 Sample Street, Exampletown, 12345, Samplestan"),
    }


@each_row(
    ("text", "told"),
    [
        ("write to anna.sample@example.org or call +49 170 5550100", 2),
        ("call me at 555 0100", 1),
        ("Tel. 0170/5550100", 1),
        ("Rechte bei Anna, 2024-05-06 07:08:09, 4032x3024", 0),
        ("Seed 1234567890, Size 512x512", 0),
        ("anna@home and @anna", 0),
        ("1600 x 1200, 12.5 MB, ISO 100, 1/250", 0),
    ],
)
def test_contacts_in_a_text(text: str, told: int) -> None:
    assert len(list(contacts_in(text, "x"))) == told


def test_a_text_full_of_signs_is_looked_at_in_linear_work() -> None:
    for text in (
        "@" * 200_000,
        "a@" * 100_000,
        "0" * 200_000,
        "+1 " * 60_000,
        ("a" * 64 + "@") * 3000,
    ):
        assert len(list(contacts_in(text, "x"))) <= 40


def test_contacts_in_descriptions_rights_and_comments() -> None:
    found = xmp(
        "<dc:description><rdf:Alt><rdf:li>Prints: anna@example.org</rdf:li></rdf:Alt>"
        "</dc:description><dc:rights><rdf:Alt><rdf:li>(c) Ben, ben@example.org</rdf:li></rdf:Alt>"
        "</dc:rights>"
    )
    assert [(told.value, told.where) for told in found.contact] == [
        ("anna@example.org", "XMP description"),
        ("ben@example.org", "XMP owner"),
    ]
    comment = read(b"\xff\xd8" + segment(0xFE, b"cleo@example.org") + b"\xff\xd9")
    assert [told.value for told in comment.contact] == ["cleo@example.org"]


def iptc(*records: tuple[int, bytes]) -> bytes:
    body = b"".join(
        struct.pack(">BBBH", 0x1C, 2, number, len(text)) + text for number, text in records
    )
    resource = b"8BIM" + struct.pack(">HHI", 0x0404, 0, len(body)) + body + bytes(len(body) % 2)
    return b"\xff\xd8" + segment(0xED, b"Photoshop 3.0\0" + resource) + b"\xff\xd9"


def test_names_and_addresses_in_photoshops_blocks() -> None:
    def wide(text: str) -> bytes:
        return struct.pack(">I", len(text)) + text.encode("utf-16-be")

    urls = struct.pack(">I", 1) + bytes(8) + wide("https://ben.example.org")
    blocks = b"".join(
        b"8BIM" + struct.pack(">HHI", number, 0, len(data)) + data + bytes(len(data) % 2)
        for number, data in (
            (0x041A, struct.pack(">I16x", 6) + wide("anna_at_home")),
            (0x041A, struct.pack(">I16x", 6) + wide("Untitled-1")),
            (0x041A, struct.pack(">I16x", 8) + wide("a descriptor")),
            (0x040B, b"https://anna.example.org"),
            (0x041E, urls),
        )
    )
    found = read(b"\xff\xd8" + segment(0xED, b"Photoshop 3.0\0" + blocks) + b"\xff\xd9")
    assert [trace.value for trace in found.paths] == ["anna_at_home"]
    assert [told.value for told in found.contact] == [
        "https://anna.example.org",
        "https://ben.example.org",
    ]


def test_keywords_and_contacts_in_iptc() -> None:
    found = read(iptc((25, b"beach"), (25, b"People|Anna Sample"), (118, b"anna@example.org")))
    assert found.keywords == ("beach", "People|Anna Sample")
    assert found.people == (NamedPerson("Anna Sample", "IPTC 2:25"),)
    assert [told.where for told in found.contact] == ["IPTC 2:118"]
    assert read(iptc((118, b"Ben Sample"))).people == (NamedPerson("Ben Sample", "IPTC 2:118"),)
    assert read(iptc((118, b"555 0100"))).contact[0].kind is ContactKind.PHONE
    assert read(iptc((118, b"1 Sample Street, Exampletown"))).contact[0].kind is ContactKind.ADDRESS


def test_paths_and_ids_in_xmp() -> None:
    layer = (
        "<photoshop:LayerName>old</photoshop:LayerName>"
        "<photoshop:LayerText>call me at +00 555 0100</photoshop:LayerText>"
    )
    found = xmp(
        "<xmpMM:DerivedFrom rdf:parseType='Resource'>"
        "<stRef:filePath>file:///Users/anna/home.psd</stRef:filePath></xmpMM:DerivedFrom>"
        f"<photoshop:TextLayers>{struct_of(layer)}"
        "</photoshop:TextLayers><dc:source>C:\\Users\\anna\\a.png</dc:source>",
        'crs:RawFileName="anna_0042.CR2" xmpMM:DocumentID="xmp.did:4242" '
        'xmpMM:OriginalDocumentID="00000000" dji:CameraSerialNumber="0V2DH4M"',
    )
    assert [trace.value for trace in found.paths] == [
        "anna_0042.CR2",
        "file:///Users/anna/home.psd",
        "old",
        "call me at +00 555 0100",
        "C:\\Users\\anna\\a.png",
    ]
    assert found.description == "call me at +00 555 0100"
    assert [trace.value for trace in found.identifiers] == ["xmp.did:4242"]
    assert found.serial_numbers == ("0V2DH4M",)


@each_row(
    ("text", "told"),
    [
        ("/home/anna/a.jpg", True),
        ("from D:\\Photos\\Anna", True),
        ("\\\\nas\\anna\\a.jpg", True),
        ("~/Pictures", True),
        ("and/or", False),
        ("ImageMagick 6.2.8 file:/usr/share/doc/index.html", False),
        ("https://example.org/home/a", False),
        ("f/2.8 1/250", False),
    ],
)
def test_what_looks_like_a_path(text: str, told: bool) -> None:
    assert looks_like_path(text) is told


def test_a_crowd_is_told_up_to_a_number() -> None:
    names = [f"Person {number:03}" for number in range(500)]
    found = xmp(f"<Iptc4xmpExt:PersonInImage>{bag(*names)}</Iptc4xmpExt:PersonInImage>")
    assert [person.name for person in found.people] == names[:50]


def test_a_packet_of_nested_keywords_ends() -> None:
    deep = "<mwg-kw:Keyword>a</mwg-kw:Keyword>"
    for _level in range(60):
        inner = struct_of(f"<mwg-kw:Keyword>b</mwg-kw:Keyword>{deep}")
        deep = f"<mwg-kw:Children>{inner}</mwg-kw:Children>"
    assert len(read_xmp(packet(deep)).keywords) <= 2000
