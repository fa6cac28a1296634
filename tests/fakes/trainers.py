"""A trainer's folder of pictures with its manifest."""

from __future__ import annotations

from pathlib import Path

from tests.fakes.pictures import as_file, drawn


def trainers_folder(place: Path, each: int = 3) -> Path:
    """Write `each` real and as many fake pictures into a new folder, and return it."""
    place.mkdir()
    rows = "nobody_under_18 = true\nnothing_intimate = true\n"
    for label in ("real", "fake"):
        for number in range(each):
            file = f"{label}-{number}.jpg"
            (place / file).write_bytes(as_file(drawn(file.encode())))
            rows += f'[[pictures]]\nfile = "{file}"\nlabel = "{label}"\n'
            rows += 'licence = "CC0"\nsource = "drawn"\n'
    (place / "manifest.toml").write_text(rows, "utf-8")
    return place
