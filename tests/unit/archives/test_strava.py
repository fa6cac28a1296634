"""Strava: headers are translated and repeated, so that cells tell what they are."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import pytest

from auditor.domain.archives.archive import Held, HeldKind
from auditor.domain.photos.photo import PhotoKind, Visibility
from tests.rows import each_row
from tests.unit.archives.exports import by_key, films, left_out, opened
from tests.unit.archives.packing import Files

ENGLISH = (
    "Activity ID,Activity Date,Activity Name,Distance,Filename,Distance,Media\n"
    '12070555079,"May 29, 2022, 3:53:35\u202fPM",Run,3.3,activities/1.fit.gz,3322.9,'
    "media/aa-11.jpg|media/bb-22.jpg|media/cc-33.mp4\n"
    '12070555080,"May 30, 2022, 3:53:35 PM","Two\nlines, ""said""",1,,1,""\n'
)
GERMAN = (
    "Aktivit\u00e4ts-ID,Aktivit\u00e4tsdatum,Name der Aktivit\u00e4t,Distanz,Dateiname,Distanz,"
    'Medien\n12070555079,"29.05.2022, 15:53:35",Lauf,3,activities/1.fit.gz,3,'
    "media/aa-11.jpg|media/bb-22.jpg|media/cc-33.mp4\n"
)
PERSON = (
    "Sportler-ID,E-Mail-Adresse,Vorname,Nachname,Geschlecht\n144106043,a@x.test,Ada,Lens,Female\n"
)
BESIDE = {"privacy_zones.csv": "x\n", "shoes.csv": "x\n"}
FILES = {"media/aa-11.jpg": b"1", "media/bb-22.jpg": b"2", "media/cc-33.mp4": b"3"}
CAPTIONS = {"media.csv": "Media Filename,Media Caption\nmedia/bb-22.jpg,my boat\n"}


@pytest.mark.parametrize("activities", [ENGLISH, GERMAN])
def test_photos_have_what_their_activity_says(tmp_path: Path, activities: str) -> None:
    export = opened(
        tmp_path,
        {"activities.csv": activities, "profile.csv": PERSON, **BESIDE, **FILES, **CAPTIONS},
    )
    photos = by_key(export)
    assert export.format == "strava"
    assert export.identity.stable_id == "144106043"
    assert export.identity.name == "Ada Lens"
    assert set(photos) == {"aa-11", "bb-22"}
    boat = photos["bb-22"]
    assert boat.member == "media/bb-22.jpg"
    assert boat.caption == "my boat"
    assert boat.posted_at == datetime(2022, 5, 29, 15, 53, 35)  # noqa: DTZ001 - as written
    assert boat.page_url == "https://www.strava.com/activities/12070555079"
    assert boat.visibility is Visibility.UNKNOWN
    assert films(export) == 1
    assert not left_out(export)


def test_photos_of_2018_have_no_activity(tmp_path: Path) -> None:
    export = opened(
        tmp_path,
        {
            "activities.csv": "id,date,name,type,filename\n1,2018-01-01 10:00:00,Run,Run,\n",
            "photos.csv": "filename,caption\nphotos/dd-44.jpg,hill\n",
            "photos/dd-44.jpg": b"1",
            **BESIDE,
        },
    )
    (photo,) = by_key(export).values()
    assert (photo.key, photo.caption, photo.page_url) == ("dd-44", "hill", "")


def test_a_photo_without_its_file_is_counted(tmp_path: Path) -> None:
    export = opened(tmp_path, {"activities.csv": ENGLISH, **CAPTIONS})
    photos = by_key(export)
    assert photos["aa-11"].member == ""
    assert photos["bb-22"].caption == "my boat"
    assert films(export) == 1
    assert [each.gap for each in left_out(export)] == [False, False]


def test_photos_that_no_table_names_are_photos_too(tmp_path: Path) -> None:
    export = opened(
        tmp_path, {"activities.csv": ENGLISH, "media/zz-99.jpg": b"1", "profile.jpg": b"2", **FILES}
    )
    photos = by_key(export)
    assert photos["zz-99"].posted_at is None
    assert photos["avatar"].kind is PhotoKind.AVATAR


def test_photos_of_posts_are_named_by_their_table(tmp_path: Path) -> None:
    posts = "Post Date,Post Summary,Post,Post URL,Photos\nx,y,z,u,media/ee-55.jpg|media/ff-66.jpg\n"
    export = opened(tmp_path, {"activities.csv": ENGLISH, "posts.csv": posts, **FILES})
    assert {"ee-55", "ff-66"} <= set(by_key(export))


def test_what_strava_keeps_is_told(tmp_path: Path) -> None:
    export = opened(
        tmp_path,
        {
            "activities.csv": ENGLISH,
            "logins.csv": 'IP,Source,Date\n192.0.2.1,Web,"a, b"\n192.0.2.2,Web,x\n',
            "contacts.csv": "Athlete ID,Type,Contact\n1,mail,bo@x.test\n",
        },
    )
    assert export.held == (Held(HeldKind.LOG_IN, 2), Held(HeldKind.CONTACT, 1))


@each_row(
    "files",
    [
        {"activities.csv": b"\x00\xff", **BESIDE},
        {"activities.csv": "", "profile.csv": "x\n", "media.csv": '"', **BESIDE},
        {"activities.csv": "Activity ID,Filename\nx\n,\n|,|\n", "profile.csv": "a,b\nc,d\n"},
    ],
)
def test_odd_tables_raise_nothing(tmp_path: Path, files: Files) -> None:
    export = opened(tmp_path, files)
    assert by_key(export) == {}
    assert export.identity.handle == ""
    left_out(export)
