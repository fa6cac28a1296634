from hypothesis import given
from hypothesis import strategies as st

from auditor.checks.file_name import CHECK
from auditor.domain.findings.finding import Severity
from auditor.domain.photos.facts import Metadata
from auditor.domain.photos.photo import Rendition, Role
from tests.rows import each_row
from tests.unit.checks.cases import HOSTILE, facts, on_photo, photo, words


@each_row(
    ("name", "time"),
    [
        ("IMG_20240506_070809.jpg", "2024-05-06 07:08:09"),
        ("PXL_20240506_070809123.MP.jpg", "2024-05-06 07:08:09"),
        ("IMG20240506070809.jpg", "2024-05-06 07:08:09"),
        ("20240506_070809(1).jpg", "2024-05-06 07:08:09"),
        ("IMG-20240506-WA0001.jpg", "2024-05-06"),
        ("Screenshot_2024-05-06-07-08-09-12_abc.png", "2024-05-06 07:08:09"),
        ("Screenshot 2024-05-06 at 07.08.09.png", "2024-05-06 07:08:09"),
        ("WhatsApp Image 2024-05-06 at 07.08.09.jpeg", "2024-05-06 07:08:09"),
        ("photo_2024-05-06_07-08-09.jpg", "2024-05-06 07:08:09"),
        ("signal-2024-05-06-070809.jpg", "2024-05-06 07:08:09"),
    ],
)
def test_names_that_phones_and_messengers_give(name: str, time: str) -> None:
    (seen,) = on_photo(CHECK, photo(file_name=name))
    assert words(seen).endswith(f"taken on {time}")
    assert (seen.about, seen.severity, seen.remedy) == ("time", Severity.LOW, "rename-file")
    assert name not in words(seen, masked=True)


@each_row(
    "name",
    [
        "passport.jpg",
        "scan_passport_2.png",
        "Reisepass.jpg",
        "Führerschein-vorne.jpg",
        "Personalausweis Mara.jpg",
        "carte d'identité.jpg",
        "pasaporte.jpg",
        "PASSAPORTO.JPG",
        "паспорт.jpg",
        "护照.jpg",
        "パスポート.png",
        "boarding-pass.webp",
        "Kontoauszug 03.png",
        "invoice_van_2025.jpg",
        "ticket_leeds.webp",
    ],
)
def test_names_of_documents(name: str) -> None:
    (seen,) = on_photo(CHECK, photo(file_name=name))
    assert (seen.about, seen.severity, seen.remedy) == (
        "document",
        Severity.HIGH,
        "remove-document",
    )


def test_a_document_with_a_date_is_two_observations() -> None:
    found = on_photo(CHECK, photo(file_name="passport_20240506_070809.jpg"))
    assert [seen.about for seen in found] == ["time", "document"]


@each_row(
    "name",
    [
        "DSC_1234.jpg",
        "compass.jpg",
        "20241399_x.jpg",
        "a1b20240506c.jpg",
        "bafkrei20240506.jpg",
        "photo.jpg",
        "",
        "1714979289.jpg",
    ],
)
def test_names_that_say_nothing(name: str) -> None:
    assert on_photo(CHECK, photo(file_name=name)) == []


def test_the_name_may_stand_in_the_address_or_in_the_facts() -> None:
    (seen,) = on_photo(CHECK, photo(media_url="https://example.org/u/F%C3%BChrerschein.jpg?x=1"))
    assert "Führerschein.jpg" in words(seen)
    (seen,) = on_photo(CHECK, photo(), facts(Metadata(file_name="passport.jpg")))
    assert seen.about == "document"


@given(st.text(max_size=300))
def test_any_name_and_address(name: str) -> None:
    on_photo(CHECK, photo(file_name=name))
    on_photo(CHECK, photo(media_url=name))


def test_a_hostile_name_stays_a_value() -> None:
    (seen,) = on_photo(CHECK, photo(file_name="passport " + HOSTILE))
    assert "{name}{0}" in words(seen)


def test_the_name_of_a_file_in_an_archive_is_seen_by_nobody() -> None:
    address = "archive:memories/2024-05-06_passport-main.jpg"
    kept = photo(media_url=address, renditions=(Rendition(address, Role.UPLOADED),), file_name=None)
    assert not on_photo(CHECK, kept)
