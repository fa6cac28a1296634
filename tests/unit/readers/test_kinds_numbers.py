"""Check digits, against examples of those who publish them and against single wrong digits."""

from __future__ import annotations

import string

from hypothesis import given
from hypothesis import strategies as st

from auditor.readers.text.kinds.numbers import ean, gs1_check, iban, luhn, mrz_digit, s10, sscc, ups
from tests.rows import each_row

CARDS = (
    "4242424242424242",
    "5555555555554444",
    "378282246310005",
    "6011111111111117",
    "3056930009020004",
)
IBANS = (
    "DE89370400440532013000",
    "GB29NWBK60161331926819",
    "FR1420041010050500013M02606",
    "NL91ABNA0417164300",
    "SE4550000000058398257466",
    "PT50000201231234567890154",
    "NO9386011117947",
    "MT84MALT011000012345MTLCAST001S",
)


@each_row("number", CARDS)
def test_test_cards_of_payment_services(number: str) -> None:
    assert luhn(number)


@each_row("number", IBANS)
def test_examples_of_the_iban_registry(number: str) -> None:
    assert iban(number)
    assert not iban(number[:-1])
    assert not iban("XX" + number[2:])


@given(st.sampled_from(CARDS), st.integers(0, 13), st.integers(1, 9))
def test_luhn_sees_every_single_wrong_digit(number: str, place: int, step: int) -> None:
    assert not luhn(_wrong(number, place, step))


@given(st.sampled_from(IBANS), st.integers(2, 3), st.integers(1, 9))
def test_an_iban_with_wrong_check_digits(number: str, place: int, step: int) -> None:
    assert not iban(_wrong(number, place, step))


@given(st.text(alphabet=string.printable + "ß٣²", max_size=40))
def test_no_text_breaks_them(text: str) -> None:
    for rule in (iban, s10, ups, sscc, ean, gs1_check):
        rule(text)
    mrz_digit(text)


def test_specimen_of_icao_9303() -> None:
    assert [
        mrz_digit(field)
        for field in ("L898902C3", "740812", "120415", "ZE184226B<<<<<", "D23145890")
    ] == ["6", "2", "9", "1", "7"]


def test_parcels_and_products() -> None:
    assert s10("RB123456785GB")
    assert not s10("RB123456786GB")
    assert ups("1Z5R89390357567127")
    assert ups("1Z999AA10123456784")
    assert not ups("1Z5R89390357567128")
    assert sscc("00106141411234567897")
    assert not sscc("00106141411234567898")
    assert ean("4006381333931")
    assert not ean("4006381333932")


def _wrong(number: str, place: int, step: int) -> str:
    return number[:place] + str((int(number[place]) + step) % 10) + number[place + 1 :]
