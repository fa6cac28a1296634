from hypothesis import given
from hypothesis import strategies as st

from auditor.checks.alt_text import CHECK
from auditor.domain.findings.finding import Confidence
from tests.rows import each_row
from tests.unit.checks.cases import HOSTILE, on_photo, photo, words


def names(alt: str) -> dict[str, str]:
    return {seen.about: words(seen) for seen in on_photo(CHECK, photo(alt=alt))}


@each_row(
    ("alt", "name"),
    [
        ("Mara Lindqvist smiling at the camera", "Mara Lindqvist"),
        ("A fair badge: Tomás Ferreira, exhibitor", "Tomás Ferreira"),
        ("my son Ben on the swing", "Ben"),
        ("mein Sohn Ben am Strand", "Ben"),
        ("mi hija Ana con un perro", "Ana"),
        ("Me and Anna eating cake", "Anna"),
        ("портрет, Иван Петров", "Иван Петров"),
        ("Ludwig van Beethoven at the piano", "Ludwig van Beethoven"),
    ],
)
def test_persons(alt: str, name: str) -> None:
    assert name in names(alt)["person"]


@each_row(
    ("alt", "name"),
    [
        ("A path near Slottsskogen", "Slottsskogen"),
        ("Standing outside 12 Main Street with a cake", "12 Main Street"),
        ("Ein Haus in der Lindenstraße 5", "Lindenstraße 5"),
        ("12, rue de la Paix sous la neige", "12, rue de la Paix"),
        ("dinner in Madrid", "Madrid"),
        ("Painted houses, Castle Park, at dusk", "Castle Park"),
    ],
)
def test_places(alt: str, name: str) -> None:
    found = names(alt)
    assert name in found["place"]
    assert "person" not in found


@each_row(
    "alt",
    [
        "",
        "   ",
        "A brown dog in the grass",
        "Ein Hund im Garten mit Ball",
        "Das Foto zeigt die Katze auf dem Sofa",
        "A Sunny Day At The Beach",
        "Screenshot of Instagram",
        "Snow in January",
        "Happy Christmas",
        "在厨房里的一只猫",
        "TWO CATS SLEEPING ON A SOFA",
    ],
)
def test_texts_that_name_nobody(alt: str) -> None:
    assert names(alt) == {}


def test_none_is_no_text() -> None:
    assert on_photo(CHECK, photo(alt=None)) == []


def test_it_is_never_quite_sure_and_can_be_masked() -> None:
    for seen in on_photo(CHECK, photo(alt="my son Ben and Anna Schmidt near 12 Main Street")):
        assert seen.confidence is not Confidence.HIGH
        assert seen.remedy == "rewrite-alt"
        assert not any(secret in words(seen, masked=True) for secret in ("Ben", "Anna", "Main"))


@given(st.text(max_size=400))
def test_any_text(alt: str) -> None:
    on_photo(CHECK, photo(alt=alt))


def test_hostile_text_is_cut_and_stays_a_value() -> None:
    found = on_photo(CHECK, photo(alt="Anna Schmidt " + HOSTILE))
    assert "Anna Schmidt" in words(found[0])
    on_photo(CHECK, photo(alt="Aa " * 5000 + "in " * 3000))
