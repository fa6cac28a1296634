"""What the three people photograph and what they write under it.

It stands in the order in which their days repeat.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Entry:
    """One kind of picture a person takes.

    `marks` says what the file gives away: g position, a altitude, t capture time, z its offset, s
    serial number (taken with the camera, not the phone), o owner, n embedded thumbnail. `file` is a
    pattern: {stamp} or {n}.
    """

    scene: str
    place: str
    marks: str
    caption: str
    alt: str
    file: str = "IMG_{stamp}.jpg"


_MARA = (
    Entry(
        "coast",
        "work",
        "gatz",
        "Before the early shift. Four degrees in the water.",
        "Sailing boats off Lindholmen quay, Gothenburg",
    ),
    Entry(
        "portrait",
        "home",
        "tz",
        "New glasses next week, last picture without.",
        "Mara Lindqvist smiling at the camera",
    ),
    Entry(
        "pet",
        "home",
        "gt",
        "Someone found the mud again.",
        "My dog Pixel in Slottsskogen",
        "PXL_{stamp}.jpg",
    ),
    Entry(
        "mountains",
        "away",
        "gatzson",
        "Reine, the morning everybody else slept in.",
        "Mountains above Reine harbour, Lofoten",
        "DSCF{n}.jpg",
    ),
    Entry(
        "badge",
        "work",
        "gt",
        "First day at the new clinic!",
        "A work badge on a lanyard: Mara Lindqvist, district nurse",
        "IMG_{stamp}_badge.jpg",
    ),
    Entry(
        "room",
        "home",
        "t",
        "The chair has been chosen. By the dog.",
        "A living room with a window and a chair",
    ),
    Entry(
        "street",
        "town",
        "gatz",
        "Walking home the long way.",
        "A street near Stenpiren in the evening",
    ),
    Entry("park", "home", "gatn", "Lunch, with ducks.", "A path through Slottsskogen, Gothenburg"),
    Entry(
        "document",
        "home",
        "t",
        "Passport renewed, the photo is worse than the last.",
        "A passport page lying on a table",
        "scan_passport.jpg",
    ),
    Entry("plate", "home", "", "Cinnamon buns, batch three, the good one.", "A plate on a table"),
    Entry(
        "portrait",
        "away",
        "gatzson",
        "Wind: yes. Hat: lost.",
        "Portrait of Mara Lindqvist on the quay at Reine",
        "DSCF{n}.jpg",
    ),
    Entry(
        "skyline",
        "town",
        "gtz",
        "Gothenburg, seen from the ferry.",
        "The river front of Gothenburg",
        "PXL_{stamp}.jpg",
    ),
    Entry("desk", "work", "t", "Night desk.", "A desk with a laptop, a mug and notes"),
    Entry(
        "pet",
        "home",
        "gatz",
        "Pixel, guarding one stick.",
        "A brown dog in the grass",
        "PXL_{stamp}.jpg",
    ),
    Entry("coast", "away", "gatzson", "I could stay.", "The lighthouse near Reine", "DSCF{n}.jpg"),
    Entry(
        "portrait",
        "work",
        "tn",
        "Break room lighting is honest.",
        "Mara Lindqvist in the break room",
    ),
    Entry("mountains", "away", "sot", "Last one from the islands, promised.", "", "DSCF{n}.jpg"),
    Entry("park", "home", "gt", "Same tree, other month.", "A tree in the park", "PXL_{stamp}.jpg"),
)
_TOMAS = (
    Entry(
        "skyline",
        "work",
        "gatz",
        "The river does this for free.",
        "Houses of the Ribeira, Porto, across the Douro",
    ),
    Entry(
        "desk",
        "home",
        "tson",
        "Bracing day. Spruce everywhere.",
        "A workbench desk with tools and plans",
        "DSC_{n}.jpg",
    ),
    Entry(
        "portrait",
        "home",
        "tz",
        "Sawdust in the beard is my brand.",
        "Tomás Ferreira in his workshop",
    ),
    Entry(
        "coast",
        "away",
        "gatz",
        "Azores. Rain in ten minutes, always.",
        "Boats in the marina of Ponta Delgada",
    ),
    Entry(
        "street",
        "town",
        "gt",
        "Up the hill, for the third time today.",
        "A street in Vitória, Porto",
    ),
    Entry("pet", "home", "t", "The shop manager is asleep.", "Grey cat Serra on a blanket"),
    Entry(
        "badge",
        "work",
        "gt",
        "Hall 4, come and play one.",
        "A fair badge: Tomás Ferreira, exhibitor",
        "fair_badge.jpg",
    ),
    Entry(
        "room",
        "home",
        "gatzson",
        "The showroom, tidy for once.",
        "A room with guitars on the wall",
        "DSC_{n}.jpg",
    ),
    Entry(
        "park",
        "home",
        "gatz",
        "Where the walnut stands.",
        "Trees in the gardens of Palácio de Cristal",
    ),
    Entry(
        "document",
        "work",
        "t",
        "It is paid! The van is mine.",
        "An invoice with a name and a number",
        "invoice_van_2025.jpg",
    ),
    Entry(
        "portrait",
        "town",
        "gatzson",
        "Customer got the better picture.",
        "Portrait of Tomás Ferreira at the lookout",
        "DSC_{n}.jpg",
    ),
    Entry("plate", "work", "", "Francesinha, for science.", "A plate with food"),
    Entry("mountains", "away", "gatn", "Lagoa do Fogo, legs gone.", "Hills around a lake, Azores"),
    Entry(
        "street",
        "work",
        "gt",
        "Ribeira before the tourists.",
        "A narrow street at the river",
        "IMG_{n}.jpg",
    ),
    Entry("desk", "home", "so", "Rosette glue-up.", "", "DSC_{n}.jpg"),
    Entry("portrait", "work", "t", "Forty-one today.", "Tomás Ferreira on his birthday"),
    Entry(
        "skyline",
        "town",
        "gatzs",
        "From the lookout.",
        "Porto from Miradouro da Vitória",
        "DSC_{n}.jpg",
    ),
    Entry("pet", "home", "gt", "Serra says no.", "A grey cat", "IMG_{n}.jpg"),
)
_AMINA = (
    Entry(
        "portrait",
        "work",
        "tz",
        "Speaker photo, take eleven.",
        "Amina Okoye, digital safety trainer",
    ),
    Entry("street", "town", "gatz", "Bristol, being Bristol.", "Painted houses near Castle Park"),
    Entry(
        "desk",
        "work",
        "gtz",
        "Slides done. Notes on the wall, again.",
        "A desk with a laptop and sticky notes",
        "{stamp}.jpg",
    ),
    Entry(
        "coast",
        "away",
        "gatzson",
        "Essaouira in blue.",
        "Fishing boats in Essaouira harbour",
        "IMG_{n}.jpg",
    ),
    Entry(
        "badge",
        "work",
        "t",
        "Speaking at 14:30, come and heckle.",
        "Conference badge: Amina Okoye, speaker",
        "speaker-badge.png",
    ),
    Entry(
        "pet",
        "home",
        "gt",
        "Marmalade disapproves of mornings.",
        "An orange cat on a sofa",
        "{stamp}.jpg",
    ),
    Entry(
        "park", "home", "gatz", "Brandon Hill after the rain.", "A path on Brandon Hill, Bristol"
    ),
    Entry("room", "home", "tn", "Rearranged everything. Back hurts.", "Amina's living room"),
    Entry("plate", "home", "", "Jollof. No, the other one is not better.", "A plate of rice"),
    Entry(
        "portrait",
        "away",
        "gatzson",
        "Holiday face.",
        "Portrait of Amina Okoye at the harbour wall",
        "IMG_{n}.jpg",
    ),
    Entry(
        "skyline", "work", "gatz", "Harbourside, blue hour.", "The harbour side of Bristol at dusk"
    ),
    Entry(
        "document",
        "work",
        "t",
        "Train tickets to Leeds sorted.",
        "A ticket with a name and a code",
        "ticket_leeds.webp",
    ),
    Entry("mountains", "away", "gats", "Day trip inland.", "", "IMG_{n}.jpg"),
    Entry("street", "work", "gt", "Narrow Quay, wide puddles.", "A wet street", "{stamp}.jpg"),
    Entry("desk", "home", "tson", "Sunday admin.", "A desk by the window", "IMG_{n}.jpg"),
    Entry("portrait", "home", "gt", "Fresh braids.", "Amina Okoye at home", "{stamp}.jpg"),
    Entry("pet", "home", "t", "He fits, he sits.", "Marmalade the cat"),
    Entry(
        "park",
        "town",
        "gatzson",
        "Lunch break in Castle Park.",
        "Castle Park, Bristol",
        "IMG_{n}.jpg",
    ),
)

STORIES: dict[str, tuple[Entry, ...]] = {"mara": _MARA, "tomas": _TOMAS, "amina": _AMINA}
