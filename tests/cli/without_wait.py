"""The program in a process of its own that does not wait between the two looks of `verify`."""

from __future__ import annotations

from functools import partial

import auditor.__main__ as entry
from auditor import wiring
from tests.cli.in_process import at_once

if __name__ == "__main__":
    wiring.Opening = partial(wiring.Opening, wait=at_once)  # type: ignore[misc,assignment]
    entry.main()
