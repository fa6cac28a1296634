"""Makes docs/questions.md from the docstrings of the questions.

`python -m tests.questions_page > docs/questions.md`.
"""

from __future__ import annotations

import importlib
import pkgutil
import sys

import auditor.questions
from auditor.domain.findings.answer import QuestionRule
from auditor.questions import ALL

PARTS = ("What", "When it is wrong", "What hiding photos cannot do")
HEAD = """# Questions

What a stranger could do with what is public of you: eight questions, the gravest first, in this
order always. "A stranger" is anybody who is not logged in; whoever follows or knows you sees at
least this.

Each answer is one of four. **Yes** and **partly** rest on what the [checks](checks.md) found. Else
it is **could not tell** if an account of yours was not read to its end, if something that the
question needs was not looked for in some photo, or if nothing was read. Only else it is **not
seen**, and even that says no more than that these checks found nothing in what they looked at.
Accounts that no source reads change no answer; they stand on its line as not looked at.

- What you marked as accepted or done still counts: it stands in public until `auditor verify` saw
  that it is gone.
- What stands on an account that is not proven counts as partly at most.
- Fewer photos never make an answer worse.
- "These two may be known together" and "I show this name" are marks of yours: `auditor accounts
  together` and `auditor accounts show-name`. Profiles propose them, only you change them, and where
  a profile shows it no more the answer says what would count without the mark.
"""


def doc_parts(docstring: str) -> dict[str, str]:
    """Return the summary line under "" and the fixed parts by name, each on one line.

    Raises ValueError if one is missing.
    """
    paragraphs = [" ".join(paragraph.split()) for paragraph in docstring.strip().split("\n\n")]
    found = {"": paragraphs[0]}
    for paragraph, name in zip(paragraphs[1:], PARTS, strict=True):
        start, colon, text = paragraph.partition(": ")
        if start != name or not colon or not text:
            message = f"expected {name!r}, found {paragraph[:40]!r}"
            raise ValueError(message)
        found[name] = text
    return found


def docstrings() -> dict[str, str]:
    """Return the docstring of each question's file by the question's id."""
    loaded = [
        importlib.import_module(f"auditor.questions.{module.name}")
        for module in pkgutil.iter_modules(auditor.questions.__path__)
    ]
    return {
        module.QUESTION.id.value: module.__doc__ or ""
        for module in loaded
        if hasattr(module, "QUESTION")
    }


def section(question: QuestionRule, docstring: str) -> str:
    """Return the section of one question."""
    parts = doc_parts(docstring)
    lines = [f"## {question.title}", "", f"`{question.id.value}`", ""]
    for name in PARTS:
        lines += [f"**{name}.** {parts[name]}", ""]
    return "\n".join(lines)


def render() -> str:
    """Return the whole page."""
    told = docstrings()
    sections = (section(question, told[question.id.value]) for question in ALL)
    return "\n".join([HEAD, *sections]).rstrip() + "\n"


if __name__ == "__main__":
    sys.stdout.write(render())
