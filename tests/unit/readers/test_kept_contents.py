"""What a scan keeps of the names, addresses and paths in a file."""

from __future__ import annotations

from dataclasses import replace

from auditor.domain.photos.facts import Facts, Metadata
from auditor.domain.photos.file_contents import (
    Contact,
    ContactKind,
    Generation,
    NamedPerson,
    Trace,
)
from auditor.readers.kept_contents import mask_contents
from tests.rows import each_row


def kept(metadata: Metadata) -> Metadata:
    return mask_contents(Facts("0" * 64, 1, metadata=metadata)).metadata


def test_people_are_kept_as_initials() -> None:
    people = (NamedPerson("Erika Muster", "XMP mwg-rs:Name"),)
    assert kept(Metadata(people=people)).people == (NamedPerson("E••• M•••", "XMP mwg-rs:Name"),)


@each_row(
    ("contact", "masked"),
    [
        (Contact(ContactKind.EMAIL, "erika@muster.example", "XMP"), "e•••@•••.•••"),
        (Contact(ContactKind.PHONE, "+49 30 5550100", "XMP"), "+•• •••• •••• 00"),
        (Contact(ContactKind.ADDRESS, "Hauptstraße 5", "XMP"), "H••• •••"),
        (Contact(ContactKind.URL, "https://muster.org/erika", "XMP"), "m•••.org/•••"),
    ],
)
def test_contacts_are_kept_as_excerpts(contact: Contact, masked: str) -> None:
    assert kept(Metadata(contact=(contact,))).contact == (replace(contact, value=masked),)


@each_row(
    ("path", "masked"),
    [
        ("/Users/erika.muster/Pictures/pass.jpg", "/Users/e•••/•••"),
        ("C:\\Users\\Erika\\Desktop", "\\Users\\E•••/•••"),
        ("/home/erika/x.jpg", "/home/e•••/•••"),
        ("file:///Volumes/Erika Muster/x.psd", "•••/•••"),
        ("Erikas-MacBook", "E•••"),
    ],
)
def test_paths_keep_whose_folder_they_show_and_no_more(path: str, masked: str) -> None:
    metadata = Metadata(paths=(Trace(path, "EXIF HostComputer"),))
    assert kept(metadata).paths == (Trace(masked, "EXIF HostComputer"),)


def test_a_prompt_keeps_its_words_and_loses_its_names() -> None:
    metadata = Metadata(
        people=(NamedPerson("benno", "XMP"),),
        generation=Generation("ComfyUI", "portrait of Anna Lena Sample with benno at the sea"),
    )
    made = kept(metadata).generation
    assert made == Generation("ComfyUI", "portrait of A••• L••• S••• with b••• at the sea")


def test_keywords_that_name_somebody_are_dropped_and_places_stay() -> None:
    metadata = Metadata(
        people=(NamedPerson("Erika Muster", "XMP"),),
        keywords=("People|Erika Muster", "Potsdam", "erika@muster.example"),
    )
    assert kept(metadata).keywords == ("Potsdam",)


def test_identifiers_are_not_kept() -> None:
    assert kept(Metadata(identifiers=(Trace("0B1C", "Apple"),))).identifiers == ()
