"""700 sites that answer in ten ways are asked about a name: `python benchmarks/sites.py [SITES]`.

Prints how long it took beside the time that one request may take, how many connections stood open
at once, and what was told wrongly. Ends well where all is within 1.2 times that time, 50
connections, and nothing is wrong.
"""

from __future__ import annotations

import sys
import tempfile
import time
from pathlib import Path

from tests.cli.account_sites import BLOCKED, account_sites
from tests.cli.model_sites import own
from tests.cli.stand_in import asking
from tests.cli.test_discover import MARA, NAME

TIMEOUT_S = 30.0
MOST_OPEN = 50


def main() -> None:
    """Ask, print."""
    number = int(sys.argv[1]) if len(sys.argv) > 1 else 700
    with tempfile.TemporaryDirectory(prefix="sites-") as room, account_sites(NAME) as sites:
        user = asking(Path(room), TIMEOUT_S)
        own(user, MARA)
        (Path(room) / "wmn-data.json").write_text(sites.file(number), "utf-8")
        began = time.monotonic()
        user.run("discover", "--sites", str(Path(room) / "wmn-data.json"), "--dry-run")
        beside = time.monotonic() - began  # opening the vault, reading the file
        began = time.monotonic()
        path = str(Path(room) / "wmn-data.json")
        document = user.run("discover", "--sites", path, "--yes", "--json").json
        took = time.monotonic() - began - beside
    wrong = [row for row in document["candidates"] if " found" not in row["platform"]]
    blocked = sum(row["platform"].split(" ", 2)[2] in BLOCKED for row in document["unknown"])
    print(f"{number} sites in {took:.1f} s, {took / TIMEOUT_S:.2f} times what one may take")
    print(f"connections at once: {sites.most_open}")
    print(f"found: {len(document['candidates'])}, of them wrongly: {len(wrong)}")
    print(f"blocked and told so: {blocked} of {number // 10 * len(BLOCKED)}")
    held = took <= TIMEOUT_S * 1.2 and sites.most_open <= MOST_OPEN and not wrong
    held = held and blocked == number // 10 * len(BLOCKED)
    print("held" if held else "not held")
    sys.exit(not held)


if __name__ == "__main__":
    main()
