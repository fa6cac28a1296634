"""The three invented people of the practice range.

Who they are, where they go, what they photograph with, and their accounts.

Nobody here exists. Places are public ones: parks, quays, harbours, squares.
"""

from __future__ import annotations

from dataclasses import dataclass

from auditor.domain.account import Claim

ATPROTO, MASTODON, WEBSITE = "atproto", "mastodon", "website"
"""Names of the sources that read the accounts of the range, which may not import them."""
TITLES = {ATPROTO: "Bluesky", MASTODON: "Mastodon"}
"""What the invented people call the platforms on their own pages."""


@dataclass(frozen=True, slots=True)
class PublicPlace:
    """A public place: WGS 84 in decimal degrees, altitude in metres.

    With the offset of its clocks in winter in hours.
    """

    name: str
    latitude: float
    longitude: float
    altitude: float
    offset: int
    summer_time: bool = True


@dataclass(frozen=True, slots=True)
class Device:
    """What a picture was taken with.

    Phones write no serial number; `size` is (width, height) in px.
    """

    make: str
    model: str
    lens: str
    software: str
    size: tuple[int, int]
    serial: str = ""
    lens_serial: str = ""
    aperture: float = 1.8
    focal_mm: float = 6.8


@dataclass(frozen=True, slots=True)
class Appearance:
    """What a person's portraits have in common."""

    skin: tuple[int, int, int]
    hair: tuple[int, int, int]
    eyes: tuple[int, int, int]
    clothes: tuple[int, int, int]
    hair_style: str  # long, short or curls
    beard: bool = False


@dataclass(frozen=True, slots=True)
class Person:
    """One invented life."""

    key: str
    name: str
    work: str
    bio: str
    artist: str
    places: dict[str, PublicPlace]
    phone: Device
    camera: Device
    look: Appearance
    pet: tuple[str, tuple[int, int, int]]  # kind, coat
    accent: str  # colour of the person's own web site


@dataclass(frozen=True, slots=True)
class AccountSpec:
    """One account of one person. `server` names the local server it stands on."""

    key: str
    person: str
    platform: str
    server: str
    name: str
    claim: Claim = Claim.MINE


PEOPLE: tuple[Person, ...] = (
    Person(
        "mara",
        "Mara Lindqvist",
        "district nurse",
        "District nurse, winter swimmer, one dog too few. Gothenburg.",
        "Mara Lindqvist",
        {
            "home": PublicPlace("Slottsskogen, Gothenburg", 57.6853, 11.9430, 31.0, 1),
            "work": PublicPlace("Lindholmen quay, Gothenburg", 57.7073, 11.9386, 3.0, 1),
            "away": PublicPlace("Reine harbour, Lofoten", 67.9324, 13.0889, 4.0, 1),
            "town": PublicPlace("Stenpiren, Gothenburg", 57.7064, 11.9578, 4.0, 1),
        },
        Device(
            "Google",
            "Pixel 8",
            "Pixel 8 back camera 6.9mm f/1.68",
            "HDR+ 1.0.585",
            (1600, 1200),
            aperture=1.68,
            focal_mm=6.9,
        ),
        Device(
            "FUJIFILM",
            "X-T4",
            "XF23mmF2 R WR",
            "Digital Camera X-T4 Ver2.00",
            (3000, 2000),
            "0PR27418",
            "9CA03177",
            5.6,
            23.0,
        ),
        Appearance((238, 202, 178), (206, 168, 108), (92, 134, 160), (46, 92, 112), "long"),
        ("dog", (186, 132, 78)),
        "#1f6f78",
    ),
    Person(
        "tomas",
        "Tomás Ferreira",
        "guitar maker",
        "I build guitars and ride up hills. Porto.",
        "Tomas Ferreira, Porto",
        {
            "home": PublicPlace("Jardins do Palácio de Cristal, Porto", 41.1481, -8.6257, 82.0, 0),
            "work": PublicPlace("Cais da Ribeira, Porto", 41.1406, -8.6130, 6.0, 0),
            "away": PublicPlace("Ponta Delgada marina, Azores", 37.7389, -25.6640, 3.0, -1),
            "town": PublicPlace("Miradouro da Vitória, Porto", 41.1440, -8.6162, 71.0, 0),
        },
        Device(
            "Apple",
            "iPhone 13",
            "iPhone 13 back dual wide camera 5.1mm f/1.6",
            "17.4.1",
            (1600, 1200),
            aperture=1.6,
            focal_mm=5.1,
        ),
        Device(
            "NIKON CORPORATION",
            "NIKON Z 50",
            "NIKKOR Z DX 16-50mm f/3.5-6.3 VR",
            "Ver.02.50",
            (1800, 1200),
            "6047713",
            "20418862",
            6.3,
            35.0,
        ),
        Appearance((214, 166, 128), (46, 36, 32), (84, 58, 40), (118, 62, 48), "short", beard=True),
        ("cat", (96, 92, 96)),
        "#8a4b2a",
    ),
    Person(
        "amina",
        "Amina Okoye",
        "digital safety trainer",
        "Teaches people to keep their phones to themselves. Forgets to charge hers. Bristol.",
        "A. Okoye",
        {
            "home": PublicPlace("Brandon Hill, Bristol", 51.4526, -2.6075, 64.0, 0),
            "work": PublicPlace("Narrow Quay, Bristol", 51.4497, -2.5977, 9.0, 0),
            "away": PublicPlace("Essaouira harbour", 31.5101, -9.7740, 5.0, 1, summer_time=False),
            "town": PublicPlace("Castle Park, Bristol", 51.4557, -2.5890, 14.0, 0),
        },
        Device(
            "samsung",
            "SM-S911B",
            "Samsung S23 rear wide 5.4mm f/1.8",
            "S911BXXS6CXD5",
            (1600, 1200),
            aperture=1.8,
            focal_mm=5.4,
        ),
        Device(
            "Canon",
            "Canon EOS R10",
            "RF-S18-45mm F4.5-6.3 IS STM",
            "Firmware Version 1.5.0",
            (2000, 1333),
            "083024001975",
            "6712004418",
            7.1,
            28.0,
        ),
        Appearance((128, 84, 60), (34, 26, 26), (58, 38, 30), (206, 150, 44), "curls"),
        ("cat", (208, 140, 72)),
        "#6a3d8f",
    ),
)

ACCOUNTS: tuple[AccountSpec, ...] = (
    AccountSpec("mara-sky", "mara", ATPROTO, "sky", "mara.test"),
    AccountSpec("mara-social", "mara", MASTODON, "social", "mara"),
    AccountSpec("mara-site", "mara", WEBSITE, "mara", "Cold water diary"),
    AccountSpec("tomas-social", "tomas", MASTODON, "social", "tomas"),
    AccountSpec("tomas-site", "tomas", WEBSITE, "tomas", "Ferreira Guitars"),
    AccountSpec("amina-sky", "amina", ATPROTO, "sky", "amina.test"),
    AccountSpec("amina-site", "amina", WEBSITE, "amina", "Amina teaches"),
    AccountSpec("copycat-social", "mara", MASTODON, "copycat", "mara_lindqvist", Claim.IMPOSTOR),
)


def person(key: str) -> Person:
    """Return the person of that key."""
    return next(known for known in PEOPLE if known.key == key)


def account(key: str) -> AccountSpec:
    """Return the account of that key."""
    return next(known for known in ACCOUNTS if known.key == key)
