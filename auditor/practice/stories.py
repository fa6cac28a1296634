"""What the three people photograph and what they write under it.

It stands in the order in which their days repeat.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class StoryEntry:
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
    StoryEntry(
        "coast",
        "work",
        "gatz",
        "Before the early shift. Four degrees in the water.",
        "Sailing boats off Lindholmen quay, Gothenburg",
    ),
    StoryEntry(
        "portrait",
        "home",
        "tz",
        "New glasses next week, last picture without.",
        "Mara Lindqvist smiling at the camera",
    ),
    StoryEntry(
        "pet",
        "home",
        "gt",
        "Someone found the mud again.",
        "My dog Pixel in Slottsskogen",
        "PXL_{stamp}.jpg",
    ),
    StoryEntry(
        "mountains",
        "away",
        "gatzson",
        "Reine, the morning everybody else slept in.",
        "Mountains above Reine harbour, Lofoten",
        "DSCF{n}.jpg",
    ),
    StoryEntry(
        "badge",
        "work",
        "gt",
        "First day at the new clinic!",
        "A work badge on a lanyard: Mara Lindqvist, district nurse",
        "IMG_{stamp}_badge.jpg",
    ),
    StoryEntry(
        "room",
        "home",
        "t",
        "The chair has been chosen. By the dog.",
        "A living room with a window and a chair",
    ),
    StoryEntry(
        "street",
        "town",
        "gatz",
        "Walking home the long way.",
        "A street near Stenpiren in the evening",
    ),
    StoryEntry(
        "park", "home", "gatn", "Lunch, with ducks.", "A path through Slottsskogen, Gothenburg"
    ),
    StoryEntry(
        "document",
        "home",
        "t",
        "Passport renewed, the photo is worse than the last.",
        "A passport page lying on a table",
        "scan_passport.jpg",
    ),
    StoryEntry(
        "plate", "home", "", "Cinnamon buns, batch three, the good one.", "A plate on a table"
    ),
    StoryEntry(
        "portrait",
        "away",
        "gatzson",
        "Wind: yes. Hat: lost.",
        "Portrait of Mara Lindqvist on the quay at Reine",
        "DSCF{n}.jpg",
    ),
    StoryEntry(
        "skyline",
        "town",
        "gtz",
        "Gothenburg, seen from the ferry.",
        "The river front of Gothenburg",
        "PXL_{stamp}.jpg",
    ),
    StoryEntry("desk", "work", "t", "Night desk.", "A desk with a laptop, a mug and notes"),
    StoryEntry(
        "pet",
        "home",
        "gatz",
        "Pixel, guarding one stick.",
        "A brown dog in the grass",
        "PXL_{stamp}.jpg",
    ),
    StoryEntry(
        "coast", "away", "gatzson", "I could stay.", "The lighthouse near Reine", "DSCF{n}.jpg"
    ),
    StoryEntry(
        "portrait",
        "work",
        "tn",
        "Break room lighting is honest.",
        "Mara Lindqvist in the break room",
    ),
    StoryEntry(
        "mountains", "away", "sot", "Last one from the islands, promised.", "", "DSCF{n}.jpg"
    ),
    StoryEntry(
        "park", "home", "gt", "Same tree, other month.", "A tree in the park", "PXL_{stamp}.jpg"
    ),
)
_TOMAS = (
    StoryEntry(
        "skyline",
        "work",
        "gatz",
        "The river does this for free.",
        "Houses of the Ribeira, Porto, across the Douro",
    ),
    StoryEntry(
        "desk",
        "home",
        "tson",
        "Bracing day. Spruce everywhere.",
        "A workbench desk with tools and plans",
        "DSC_{n}.jpg",
    ),
    StoryEntry(
        "portrait",
        "home",
        "tz",
        "Sawdust in the beard is my brand.",
        "Tomás Ferreira in his workshop",
    ),
    StoryEntry(
        "coast",
        "away",
        "gatz",
        "Azores. Rain in ten minutes, always.",
        "Boats in the marina of Ponta Delgada",
    ),
    StoryEntry(
        "street",
        "town",
        "gt",
        "Up the hill, for the third time today.",
        "A street in Vitória, Porto",
    ),
    StoryEntry("pet", "home", "t", "The shop manager is asleep.", "Grey cat Serra on a blanket"),
    StoryEntry(
        "badge",
        "work",
        "gt",
        "Hall 4, come and play one.",
        "A fair badge: Tomás Ferreira, exhibitor",
        "fair_badge.jpg",
    ),
    StoryEntry(
        "room",
        "home",
        "gatzson",
        "The showroom, tidy for once.",
        "A room with guitars on the wall",
        "DSC_{n}.jpg",
    ),
    StoryEntry(
        "park",
        "home",
        "gatz",
        "Where the walnut stands.",
        "Trees in the gardens of Palácio de Cristal",
    ),
    StoryEntry(
        "document",
        "work",
        "t",
        "It is paid! The van is mine.",
        "An invoice with a name and a number",
        "invoice_van_2025.jpg",
    ),
    StoryEntry(
        "portrait",
        "town",
        "gatzson",
        "Customer got the better picture.",
        "Portrait of Tomás Ferreira at the lookout",
        "DSC_{n}.jpg",
    ),
    StoryEntry("plate", "work", "", "Francesinha, for science.", "A plate with food"),
    StoryEntry(
        "mountains", "away", "gatn", "Lagoa do Fogo, legs gone.", "Hills around a lake, Azores"
    ),
    StoryEntry(
        "street",
        "work",
        "gt",
        "Ribeira before the tourists.",
        "A narrow street at the river",
        "IMG_{n}.jpg",
    ),
    StoryEntry("desk", "home", "so", "Rosette glue-up.", "", "DSC_{n}.jpg"),
    StoryEntry("portrait", "work", "t", "Forty-one today.", "Tomás Ferreira on his birthday"),
    StoryEntry(
        "skyline",
        "town",
        "gatzs",
        "From the lookout.",
        "Porto from Miradouro da Vitória",
        "DSC_{n}.jpg",
    ),
    StoryEntry("pet", "home", "gt", "Serra says no.", "A grey cat", "IMG_{n}.jpg"),
)
_AMINA = (
    StoryEntry(
        "portrait",
        "work",
        "tz",
        "Speaker photo, take eleven.",
        "Amina Okoye, digital safety trainer",
    ),
    StoryEntry(
        "street", "town", "gatz", "Bristol, being Bristol.", "Painted houses near Castle Park"
    ),
    StoryEntry(
        "desk",
        "work",
        "gtz",
        "Slides done. Notes on the wall, again.",
        "A desk with a laptop and sticky notes",
        "{stamp}.jpg",
    ),
    StoryEntry(
        "coast",
        "away",
        "gatzson",
        "Essaouira in blue.",
        "Fishing boats in Essaouira harbour",
        "IMG_{n}.jpg",
    ),
    StoryEntry(
        "badge",
        "work",
        "t",
        "Speaking at 14:30, come and heckle.",
        "Conference badge: Amina Okoye, speaker",
        "speaker-badge.png",
    ),
    StoryEntry(
        "pet",
        "home",
        "gt",
        "Marmalade disapproves of mornings.",
        "An orange cat on a sofa",
        "{stamp}.jpg",
    ),
    StoryEntry(
        "park", "home", "gatz", "Brandon Hill after the rain.", "A path on Brandon Hill, Bristol"
    ),
    StoryEntry("room", "home", "tn", "Rearranged everything. Back hurts.", "Amina's living room"),
    StoryEntry("plate", "home", "", "Jollof. No, the other one is not better.", "A plate of rice"),
    StoryEntry(
        "portrait",
        "away",
        "gatzson",
        "Holiday face.",
        "Portrait of Amina Okoye at the harbour wall",
        "IMG_{n}.jpg",
    ),
    StoryEntry(
        "skyline", "work", "gatz", "Harbourside, blue hour.", "The harbour side of Bristol at dusk"
    ),
    StoryEntry(
        "document",
        "work",
        "t",
        "Train tickets to Leeds sorted.",
        "A ticket with a name and a code",
        "ticket_leeds.webp",
    ),
    StoryEntry("mountains", "away", "gats", "Day trip inland.", "", "IMG_{n}.jpg"),
    StoryEntry("street", "work", "gt", "Narrow Quay, wide puddles.", "A wet street", "{stamp}.jpg"),
    StoryEntry("desk", "home", "tson", "Sunday admin.", "A desk by the window", "IMG_{n}.jpg"),
    StoryEntry("portrait", "home", "gt", "Fresh braids.", "Amina Okoye at home", "{stamp}.jpg"),
    StoryEntry("pet", "home", "t", "He fits, he sits.", "Marmalade the cat"),
    StoryEntry(
        "park",
        "town",
        "gatzson",
        "Lunch break in Castle Park.",
        "Castle Park, Bristol",
        "IMG_{n}.jpg",
    ),
)

STORIES: dict[str, tuple[StoryEntry, ...]] = {"mara": _MARA, "tomas": _TOMAS, "amina": _AMINA}
