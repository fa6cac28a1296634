"""What is said of a library that is not there, and of one that is there and does not load."""

from __future__ import annotations

import re
import sys
from dataclasses import dataclass
from importlib.machinery import ModuleSpec

import numpy as np
import pytest
from PIL import Image

from auditor.domain.photos.facts import Facts
from auditor.readers.jobs import Job
from auditor.readers.picture.pixels import Pixels
from auditor.readers.vision import see
from tests.rows import each_row

JOB = Job(0, None, exiftool=False, thumbnail=False, seconds=9, vision=True)


@dataclass
class Broken:
    """An importer of one module that breaks as it loads."""

    name: str
    error: Exception

    def find_spec(
        self, name: str, _path: object = None, _target: object = None
    ) -> ModuleSpec | None:
        if name == self.name:
            raise self.error
        return None


@each_row(
    ("error", "said"),
    [
        (ModuleNotFoundError("No module named 'zxingcpp'"), "not installed"),
        (ImportError("libGL.so.1: cannot open shared object file"), "does not load here.*libGL.so"),
        (
            OSError("/home/erika/lib/python/thing.so: undefined symbol"),
            r"does not load here.*: OSError$",
        ),
    ],
)
def test_a_library_that_breaks_is_told_from_one_that_is_not_there(
    error: Exception, said: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delitem(sys.modules, "zxingcpp", raising=False)
    monkeypatch.setattr(sys, "meta_path", [Broken("zxingcpp", error), *sys.meta_path])
    image = Image.new("RGB", (40, 30))
    facts = see(Facts("0" * 64, 0), Pixels(np.asarray(image), image, 1), b"", JOB)
    (lacking,) = [part for part in facts.unread if part.reader == "barcodes"]
    assert lacking.missing
    assert re.search(said, lacking.reason)
    assert "erika" not in lacking.reason
