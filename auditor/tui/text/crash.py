"""What is shown when this program itself made a mistake.

Where, but never the values it worked with.
"""

from __future__ import annotations

import traceback

from rich.text import Text

from auditor.domain.text.foreign_text import clean
from auditor.errors import out_of_memory
from auditor.messages import _


def mishap(error: BaseException | None) -> Text:
    """Return two sentences and the places in the code.

    No messages of foreign exceptions, no local variables.
    """
    if isinstance(error, MemoryError):
        told = out_of_memory()
        return Text(f"{told.message} {told.hint}")
    lines = [
        _(
            "Something in this program went wrong, and it stopped. What was read is safe in the "
            "vault."
        ),
        _("If you report it, these lines hold nothing about you:"),
    ]
    while error is not None:
        lines.append(f"  {type(error).__name__}")
        lines += [
            f"    {frame.name}, line {frame.lineno}"
            for frame in traceback.extract_tb(error.__traceback__)[-6:]
        ]
        error = error.__cause__
    return Text("\n".join(clean(line) for line in lines))
