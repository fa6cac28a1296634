"""What is known of laws, help, terms and ways out: data files, and what reads them."""

from __future__ import annotations

from pathlib import Path

FOLDER = Path(__file__).parent
"""Where the data files stand. importlib.resources would load zipfile and tempfile for it, which
takes longer than reading the files of help-now.
"""
