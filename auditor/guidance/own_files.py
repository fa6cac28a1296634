"""Where the data files of the guidance stand.

A path, not importlib.resources: that loads zipfile and tempfile, which takes longer than reading
the files of help-now.
"""

from __future__ import annotations

from pathlib import Path

FOLDER = Path(__file__).parent
"""The folder of the package: the program is installed as files, never run out of an archive."""
