"""Settings: read, refused with the key named, and documented."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from auditor.config import Settings, from_mapping, load
from auditor.errors import SettingsError
from tests.documents import ROOT
from tests.rows import each_row


def keys(tree: Any, prefix: str = "") -> Iterator[tuple[str, object]]:
    for field in dataclasses.fields(tree):
        value = getattr(tree, field.name)
        if dataclasses.is_dataclass(value):
            yield from keys(value, f"{prefix}{field.name}.")
        else:
            yield prefix + field.name, value


def toml(value: object) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    return (
        {"": '""', (): "[]"}.get(value, str(value))
        if isinstance(value, str | tuple)
        else str(value)
    )


def test_every_key_is_documented_with_its_default() -> None:
    text = (ROOT / "docs" / "settings.md").read_text("utf-8")
    for key, value in keys(Settings()):
        line = next((line for line in text.splitlines() if line.startswith(f"| `{key}` |")), None)
        assert line is not None, key
        shown = toml(value)
        assert f"| `{shown}` |" in line, line


def test_values_are_taken_and_others_keep_their_default() -> None:
    settings = from_mapping(
        {"network": {"allow_hosts": ["127.0.0.1:80"]}, "readers": {"exiftool": False}}, "f"
    )
    assert settings.network.allow_hosts == ("127.0.0.1:80",)
    assert settings.readers.exiftool is False
    assert settings.sources == Settings().sources


def test_all_errors_are_told_at_once_with_the_nearest_key() -> None:
    with pytest.raises(SettingsError) as caught:
        from_mapping(
            {
                "netwrk": {},
                "readers": {"worker": 2, "exiftool": "yes"},
                "ui": {"images": "big"},
                "vault": 3,
            },
            "a.toml",
        )
    message = caught.value.message
    for part in (
        "a.toml",
        "netwrk",
        "network",
        "readers.worker",
        "workers",
        "readers.exiftool",
        "ui.images",
        "vault",
    ):
        assert part in message


@each_row("text", ["[network", "\xff", "network = 1"])
def test_a_broken_file_is_one_clear_error(tmp_path: Path, text: str) -> None:
    path = tmp_path / "s.toml"
    path.write_bytes(text.encode("latin-1"))
    with pytest.raises(SettingsError, match=r"s\.toml"):
        load(path)


def test_a_missing_file_is_one_clear_error(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="cannot be read"):
        load(tmp_path / "none.toml")


tree = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: (
        st.dictionaries(st.sampled_from(["network", "readers", "proxy", "x"]), inner)
        | st.lists(inner)
    ),
)


@given(
    st.dictionaries(st.sampled_from(["network", "readers", "ui", "vault", "sources", "x"]), tree)
)
def test_any_mapping_is_settings_or_a_settings_error(data: dict[str, Any]) -> None:
    try:
        result: object = from_mapping(data, "f")
    except SettingsError as error:
        result = error
    assert isinstance(result, Settings) or str(result).startswith("f: ")


@each_row(
    "address",
    ["", "haveibeenpwned.com", "ftp://x.example", "https://", "https://[bad/", "https://x:y/"],
)
def test_a_service_needs_an_address(address: str) -> None:
    with pytest.raises(SettingsError) as refused:
        from_mapping({"services": {"hibp_url": address}}, "settings.toml")
    assert "services.hibp_url" in refused.value.message


def test_a_service_of_ones_own_may_stand_anywhere() -> None:
    told = {"services": {"hibp_url": "http://127.0.0.1:8080/api/v3"}}
    services = from_mapping(told, "settings.toml").services
    assert services.named_to == {"127.0.0.1", "api.pwnedpasswords.com"}


def test_settings_of_lists_within_lists_are_told(tmp_path: Path) -> None:
    path = tmp_path / "settings.toml"
    path.write_text("a=" + "[" * 100_000, "utf-8")
    with pytest.raises(SettingsError, match="lists within lists"):
        load(path)
