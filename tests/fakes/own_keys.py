"""A key that nobody has, of every service; where it turns up, it was not kept."""

from __future__ import annotations

from auditor.domain.secret import Secret

NUMBER = "48151623"
WORDS = "5ec4e7c0ffee5ec4e7c0ffee5ec4e7aa"
TOKEN = "70ce4b0a7e70ce4b0a7e70ce4b0a7e70ce4b0a7e"


async def own_key(_name: str) -> Secret:
    """Return the key, whatever is asked for."""
    return Secret(f"{NUMBER}:{WORDS}")
