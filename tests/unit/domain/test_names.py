import pytest

from auditor.domain.text.names import is_full_name, shows
from tests.rows import each_row


@each_row("name", ["Mara Lind", "Tomás de la Cruz", "Anna-Lena Öz", "王小明", "Jean-Luc O’Brien"])
def test_full_names(name: str) -> None:
    assert is_full_name(name)


@each_row(
    "name", ["", "Mara", "M. Lind", "mara_86 lind", "mara@lind.example", "/home/mara lind", "de la"]
)
def test_what_is_no_full_name(name: str) -> None:
    assert not is_full_name(name)


@pytest.mark.parametrize(
    ("text", "name", "shown"),
    [
        ("INES DUARTE | photos", "Inés Duarte", True),
        ("mara.lind", "Mara Lind", True),
        ("Maralind", "Mara Lind", False),
        ("Lind, Mara", "Mara Lind", False),
        ("Mara", "Mara Lind", False),
        ("anything", "", False),
    ],
)
def test_whether_a_profile_shows_it(text: str, name: str, *, shown: bool) -> None:
    assert shows(text, name) is shown
