"""A place is found by its name, its own or that of others; nothing is guessed among several."""

from hypothesis import given
from hypothesis import strategies as st

from auditor.guidance.help import countries
from auditor.guidance.laws.by_name import named, places, several, typed_so_far
from tests.rows import each_row


@each_row(
    ("where", "code"),
    [
        ("Texas", "US-TX"),
        ("tex", "US-TX"),
        ("new york", "US-NY"),
        ("Minnesota", "US-MN"),
        ("California", "US-CA"),
        ("Washington", "US-WA"),
        ("Washington D.C.", "US-DC"),
        ("Scotland", "GB-SCT"),
        ("northern ireland", "GB-NIR"),
        ("Wales", "GB-WLS"),
        ("Cymru", "GB-WLS"),
        ("Québec", "CA-QC"),
        ("Quebec", "CA-QC"),
        ("Brasil", "BR"),
        ("Brazil", "BR"),
        ("España", "ES"),
        ("espana", "ES"),
        ("대한민국", "KR"),
        ("Mexico", "MX"),
        ("Mexico City", "MX-CMX"),
        ("Canada", "CA"),
        ("Canada: Quebec", "CA-QC"),
        ("Virginia", "US-VA"),
        ("uk", "GB"),
        ("us ca", "US-CA"),
        ("ZZ", "ZZ"),
        ("QC", "CA-QC"),
        ("SCT", "GB-SCT"),
        ("TX", "US-TX"),
        ("ESP", "ES"),
        ("JPN", "JP"),
        ("Québ", "CA-QC"),
        ("Deutschland", "DE"),
        ("Escocia", "GB-SCT"),
        ("Écosse", "GB-SCT"),
        ("Gales", "GB-WLS"),
        ("Reino Unido", "GB"),
        ("EEUU", "US"),
        ("EE. UU.", "US"),
        ("Tejas", "US-TX"),
    ],
)
def test_a_place_is_taken_by_name_or_code(where: str, code: str) -> None:
    assert named(where).code == code


def test_among_several_none_is_taken_and_all_are_named() -> None:
    for where, codes in (("Austr", {"AU", "AT"}), ("Carolina", set()), ("united", {"GB", "US"})):
        found = named(where)
        assert found.code == ""
        assert {place.code for place in found.candidates} == codes
    found = named("Georgia")
    assert not found.code, "a country of its own has that name"
    assert "The one in it: US-GA" in several("Georgia", found)
    assert not named("GA").code, "Gabon has that code"
    assert {place.code for place in named("WA").candidates} == {"AU-WA", "US-WA"}
    assert len(named("new").candidates) <= 8, "all fit a line or two"


def test_every_place_has_a_name_of_its_own() -> None:
    for place in places():
        if place.code != "US-GA":
            assert named(place.name).code == place.code
    codes = {place.code for place in places()}
    assert set(countries.read().countries) <= codes


@given(st.text(max_size=60))
def test_any_text_is_a_place_or_not(where: str) -> None:
    assert isinstance(named(where).code, str)
    assert "\x1b" not in several(where, named(where))
    assert isinstance(typed_so_far(where), str)
