"""The program as its user runs it, against servers that are then changed.

Each command is a process of its own.
"""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from auditor.domain.photos.photo import Listing
from tests.cli.auditor import Auditor, Done
from tests.conftest import SHARED
from tests.real.conftest import HOSTS, STATE

SEEDS = SHARED / "data" / "cases" / "sources" / "real"
PHOTO = STATE / "photo_small.jpg"
PLACE = (52.52, 13.405)
POSITION = "The photo says where it was taken"
_SEED_S = 120

Document = Mapping[str, Any]


def seed(*command: str | Path, words: bytes = b"") -> str:
    """Run what puts something on a server or changes it, `words` on its input; what it printed."""
    done = subprocess.run(
        command, input=words, capture_output=True, timeout=_SEED_S, check=False, cwd=SEEDS
    )
    assert done.returncode == 0, (command, done.stdout[-2000:], done.stderr[-2000:])
    return done.stdout.decode()


def make_photo(path: Path, *, place: bool = True, of: Path | None = None) -> Path:
    """Make a picture of 1200 x 800 px with a place, or one like `of` without any metadata."""
    python = STATE / "venv" / "bin" / "python"
    if place:
        seed(python, SHARED / "real-servers" / "make_photo.py", path, "1200", "800")
    else:
        code = "import sys; from PIL import Image; Image.open(sys.argv[1]).save(sys.argv[2])"
        seed(python, "-c", code, of or PHOTO, path)
    return path


@dataclass(frozen=True)
class Journey:
    """One user with a vault of their own."""

    auditor: Auditor

    @classmethod
    def at(cls, room: Path) -> Journey:
        settings = room / "settings.toml"
        hosts = ", ".join(f'"{host}"' for host in HOSTS)
        settings.write_text(
            f"[network]\nallow_hosts = [{hosts}]\n"
            '[sources.atproto]\nplc_url = "http://127.0.0.1:2582"\nappview_url = ""\n'
            "[readers]\nvision = false\nexiftool = false\nworkers = 1\n",
            "utf-8",
        )
        return cls(Auditor.at(room, "--settings", str(settings)))

    def run(self, *words: str, code: int | None = 0) -> Done:
        return self.auditor.run_apart(*words, code=code)

    def add(self, text: str, publish: Callable[[str], object], *words: str) -> str:
        """Add an account as the user's own, and prove it by what `publish` does with the token."""
        added = self.run(
            "accounts", "add", text, "--claim", "mine", "--confirm", text, *words, "--json"
        )
        account = str(added.json["account"]["id"])
        token = re.search(r"owner-[0-9a-f]{20}", self.run("accounts", "prove", account).out)
        assert token is not None
        publish(token.group())
        assert self.run("accounts", "prove", account).out.startswith("Proof: bio")
        return account

    def scan(self) -> None:
        self.run("scan", code=None)

    def _list(self, what: str) -> list[Document]:
        return list(self.run(what, "--json", code=None).json[what])

    def account(self, account: str) -> Document:
        told = self.run("accounts", "list", "--json").json["accounts"]
        return next(dict(state) for state in told if state["id"] == account)

    def photos(self, account: str) -> list[Document]:
        return [photo for photo in self._list("photos") if photo["account"] == account]

    def verify(self, code: int, *words: str) -> Outcome:
        """Look again at everything, as `auditor verify --all --json`; its exit code is `code`."""
        done = self.run("verify", *(words or ("--all",)), "--json", code=code)
        return Outcome(done.json["results"])


@dataclass(frozen=True)
class Outcome:
    """What `verify` said."""

    results: Sequence[Document]

    def of(self, photo: str, title: str = "") -> list[Document]:
        """Return what became of the findings on one photo, of one title if it is named."""
        return [
            result
            for result in self.results
            if result["photo"] == photo and title in {"", result["title"]}
        ]

    def states(self, photo: str) -> set[tuple[str, bool]]:
        """Return states, and whether each is settled."""
        return {(result["state"], result["settled"]) for result in self.of(photo)}

    def position(self, photo: str) -> Document:
        """Return what became of the finding on the position of one photo."""
        (result,) = self.of(photo, POSITION)
        return result


def position_of(photo: Document) -> tuple[float, float] | None:
    gps = photo["metadata"]["gps"]
    return (gps["latitude"], gps["longitude"]) if gps else None


def is_listed(photo: Document) -> bool:
    return bool(photo["listing"] == Listing.LISTED.value)


def python(*command: str | Path) -> str:
    return seed(sys.executable, *command)
