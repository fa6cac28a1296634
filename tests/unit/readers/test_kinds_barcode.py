from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from auditor.domain.photos.picture_contents import TextKind
from auditor.readers.text.kinds.barcode import end_of_barcode, kind_and_mask
from tests.cards.contents import BCBP
from tests.rows import each_row


@each_row(
    ("name", "text", "kind", "masked"),
    [
        ("PDF417", BCBP, TextKind.BOARDING_PASS, "M1 •••"),
        (
            "Aztec",
            "M1DESMARAIS/LUC       EABC123 YULFRAAC 0834 326J001A0025 100",
            TextKind.BOARDING_PASS,
            "M1 •••",
        ),
        ("QRCode", "WIFI:T:WPA;S:Lilac;P:otter;;", TextKind.WIFI, "WIFI: •••"),
        ("QRCode", "otpauth://totp/x?secret=ABC", TextKind.CODE, "otpauth:// •••"),
        ("QRCode", "https://example.org/login?token=abc", TextKind.CODE, "e•••.org/•••"),
        ("QRCode", "https://example.org/menu", TextKind.LINK, "e•••.org/•••"),
        ("QRCode", "BEGIN:VCARD\nN:Muster;Erika\nEND:VCARD", TextKind.CONTACT, "VCARD •••"),
        ("QRCode", "tel:+4930123456", TextKind.PHONE, "tel: •••"),
        ("QRCode", "mailto:erika@example.org", TextKind.EMAIL, "mailto: •••"),
        (
            "QRCode",
            "BCD\n002\n1\nSCT\n\nErika\nDE89370400440532013000",
            TextKind.BANK_ACCOUNT,
            "•••",
        ),
        ("PDF417", "@\n\x1e\rANSI 636000090002DL00410278", TextKind.IDENTITY_DOCUMENT, "ANSI •••"),
        ("Code128", "1Z5R89390357567127", TextKind.PARCEL_LABEL, "•••• •••• 27"),
        ("Code128", "(00)106141411234567897", TextKind.PARCEL_LABEL, "•••• •••• 97"),
        ("EAN13", "4006381333931", TextKind.PRODUCT, "•••• •••• 31"),
        ("QRCode", "some words", TextKind.OTHER, "•••"),
    ],
)
def test_what_a_barcode_is_for(name: str, text: str, kind: TextKind, masked: str) -> None:
    assert kind_and_mask(name, text) == (kind, masked)


@given(st.text(max_size=3000))
def test_no_content_breaks_it(text: str) -> None:
    _kind, masked = kind_and_mask("QRCode", text)
    assert 0 < len(masked) <= 60


@each_row(
    ("text", "day"),
    [
        ("M1DESMARAIS/LUC       EABC123 YULFRAAC 0834 326J001A0025 100", "-326"),
        ("https://example.org/", ""),
        ("WIFI:S:home;P:secret;;", ""),
    ],
)
def test_a_boarding_pass_tells_its_day(text: str, day: str) -> None:
    assert end_of_barcode(text) == day
