"""Letters: each element that the law asks for is in it, and whatever is not filled in is marked."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from auditor.engine.evidence.case import CaseFinding
from auditor.engine.evidence.letters import SenderStanding, Written, write
from auditor.errors import UsageError
from auditor.guidance.letters import letter, letters
from tests.contract.vault_making import account
from tests.unit.engine.evidence import ADA, EVE, impostor, own

TODAY = date(2026, 11, 23)
KINDS = [letter.key for letter in letters()]
BLANK = re.compile(r"\[[^\[\]]+\]")
ANSWERS = {
    "recipient": "Example Ltd, privacy team",
    "name": "Ada Example",
    "email": "ada@mail.example",
    "address": "1 Some Street, 12345 Town",
    "phone": "+49 30 0000000",
    "represented": "Bea Example",
    "identity": "the account's e-mail address",
    "situation": "strangers write to me because of it",
    "use": "training of AI models",
    "work": "a self-portrait of May 2026",
    "copy": "https://copies.example/1",
    "account": "https://social.example/@eve",
    "likeness": "its title is my name",
    "consent": "I never showed it to anyone but one person",
}

# What each letter has to hold, with the text that asks for it. Looked for in the words, apart from
# the marks in the files.
REQUIRED: dict[str, dict[str, str]] = {
    # 47 U.S.C. 223a(a)(1)(A) and (B)(i)-(iv): uscode.house.gov, text in effect on 2025-06-13
    "removal-48h": {
        "(A) notice and request for removal": (
            r"request for removal .* published .* without that person's consent"
        ),
        "(B)(i) physical or electronic signature": r"Signature: \[your signature: by hand, or /s/",
        "(B)(ii) identification and location": (
            r"1\. https://ada\.example/post/1 +https://ada\.example/media/"
        ),
        "(B)(iii) brief statement of good faith": (
            r"good faith .* not consensual.*I never showed it"
        ),
        "(B)(iv) contact": r"reach me at: ada@mail\.example, \+49",
        "(a)(3) 48 hours, identical copies": r"48 hours .* identical copies",
    },
    # 17 U.S.C. 512(c)(3)(A)(i)-(vi)
    "copyright": {
        "(i) signature": r"Signature: \[your signature: by hand, or /s/",
        "(ii) the work": r"copyrighted work is this photograph: a self-portrait",
        "(iii) the material and its location": (
            r"copied without permission here.* https://copies\.example/1"
        ),
        "(iv) address, telephone, e-mail": (
            r"1 Some Street, 12345 Town; \+49 30 0000000; ada@mail\.example"
        ),
        "(v) good faith belief": (
            r"good faith belief that .* is not authorized "
            r"by the copyright owner, its agent, or the law"
        ),
        "(vi) accuracy, and penalty of perjury": (
            r"notice is accurate\. Under penalty of perjury, I am .*authorized to act"
        ),
    },
    # Regulation (EU) 2016/679, Articles 12, 17, 19
    "erasure": {
        "17(1) request": r"Article 17 .* erase, without undue delay",
        "17(1) which data": r"1\. https://ada\.example/post/1",
        "17(1)(a)-(f) grounds": r"Article 17\(1\)\([a-f]\)",
        "12(6) identity": r"You can tell .*: the account's e-mail address",
        "19 recipients": r"every recipient .* \(Article 19\)",
        "17(2) others, search engines": r"search engines .* \(Article 17\(2\)\)",
        "12(3) one month": r"within one month .* \(Article 12\(3\)\)",
        "where to answer": r"answer to: ada@mail\.example",
    },
    # Regulation (EU) 2016/679, Articles 12, 17, 21
    "objection": {
        "21(1) objection": r"I object under Article 21\(1\).*training of AI models",
        "21(1) particular situation": r"particular situation .*strangers write to me",
        "21(1) stop unless compelling grounds": (
            r"stop this processing .* compelling legitimate grounds"
        ),
        "17(1)(c) erasure": r"erase .* \(Article 17\(1\)\(c\)\)",
        "12(6) identity": r"You can tell .*: the account's e-mail address",
        "12(3) one month": r"within one month .* \(Article 12\(3\)\)",
        "which data": r"1\. https://ada\.example/post/1",
    },
    # civitai.com/articles/15022 (2025-05) and 2981 (2023): anyone may ask for removal of what
    # reproduces their likeness
    "likeness": {
        "the item": r"remove the following .* https://copies\.example/1",
        "it reproduces a real person": (
            r"reproduce the likeness of a real person.*its title is my name"
        ),
        "from that person": r"I am (that person|authorised)|say which is true",
        "no consent": r"not consent|no consent",
        "contact": r"answer to: ada@mail\.example",
    },
    # www.cybercivilrights.org/online-removal: what platforms ask of reports of impersonation
    "impostor": {
        "the account": r"without permission: +(1\. )?https://(social\.example/@eve|eve\.example/)",
        "pretends to be": r"pretends to be a real person",
        "from that person": r"I am (the person|authorised)|say which is true",
        "remove it": r"Please remove the account",
        "contact": r"answer to: ada@mail\.example",
    },
}


def written(
    key: str,
    seen: Sequence[CaseFinding],
    standing: SenderStanding = SenderStanding.SHOWN,
    answers: dict[str, str] | None = None,
) -> Written:
    kind = letter(key)
    assert kind is not None
    return write(kind, seen, ANSWERS if answers is None else answers, standing, TODAY)


def words(made: Written) -> str:
    return " ".join(
        " ".join([paragraph.text, *paragraph.lines]).strip() for paragraph in made.paragraphs
    )


@pytest.mark.parametrize("key", KINDS)
@pytest.mark.parametrize("standing", list(SenderStanding))
def test_each_element_that_is_required_is_in_the_words(key: str, standing: SenderStanding) -> None:
    made = written(key, [own()], standing)
    for required, pattern in REQUIRED[key].items():
        if key == "copyright" and required.startswith("(vi)") and standing is SenderStanding.UNSAID:
            pattern = r"Under penalty of perjury, \[say which is true"  # noqa: PLW2901 - the one thing that only the sender can say
        assert re.search(pattern, words(made)), (required, words(made))
    assert made.elements == {element.key for element in made.kind.element}


@pytest.mark.parametrize("key", KINDS)
@pytest.mark.parametrize("standing", list(SenderStanding))
@pytest.mark.parametrize("seen", [own(), impostor()], ids=["own", "impostor"])
@pytest.mark.parametrize("answers", [{}, ANSWERS], ids=["nothing answered", "all answered"])
def test_what_is_not_filled_in_is_marked_and_listed(
    key: str, standing: SenderStanding, seen: CaseFinding, answers: dict[str, str]
) -> None:
    made = written(key, [seen], standing, answers)
    marked = {blank[1:-1] for blank in BLANK.findall(words(made))}
    unknown = (
        set() if made.to else {"e-mail address of the site, from its own legal or privacy page"}
    )
    assert marked | unknown == set(made.blanks)
    assert not re.search(r"[{}]|: *[.,;]|\b(None|null)\b", words(made))
    if answers:
        assert marked <= {
            "your signature: by hand, or /s/ and your full name typed by you",
            "say which is true: I am the person shown; or: I am authorised to act for that person",
            (
                "say which is true: I own the copyright in this photograph; or: I am authorized to "
                "act on behalf of its owner"
            ),
        }


@given(st.dictionaries(st.sampled_from(sorted(ANSWERS)), st.text(max_size=80)))
def test_answers_never_break_a_letter(answers: dict[str, str]) -> None:
    made = written("copyright", [impostor()], SenderStanding.AUTHORISED, answers)
    for paragraph in made.paragraphs:
        assert all(sign not in paragraph.text for sign in "\r\n\x1b\u202e")
        assert all(sign not in line for line in paragraph.lines for sign in "\r\n\x1b\u202e")
    assert made.elements == {element.key for element in made.kind.element}


def test_one_letter_never_ties_accounts_on_two_sites() -> None:
    with pytest.raises(UsageError, match="several sites"):
        written("erasure", [own(), own(2, account("bea.example", "mastodon"))])
    both = written("erasure", [own(), own(2)])
    assert "2. https://ada.example/post/2" in words(both)


def test_of_a_copy_the_impostor_goes_and_the_original_stays() -> None:
    made = written("copyright", [impostor()])
    text = words(made)
    assert "published by its owner here: https://ada.example/post/70" in text
    assert (
        "copied without permission here. Please remove these copies or disable access to "
        f"them: 1. {EVE.url}" in text
    )
    erasure = words(written("erasure", [impostor()]))
    assert ADA.url not in erasure
    assert "Article 17(1)(d)" in erasure


def test_an_account_that_is_kept_apart_is_named_to_nobody_else() -> None:
    hidden = replace(own(), account=replace(ADA, keep_apart=True))
    assert "ada.example" not in words(written("likeness", [hidden]))
    assert "ada.example" not in words(written("impostor", [impostor(apart=True)]))


@pytest.mark.parametrize("key", ["erasure", "removal-48h", "objection"])
def test_one_letter_never_ties_an_account_kept_apart_to_another_on_its_site(key: str) -> None:
    apart = replace(account("bea.example"), url=f"{ADA.url}/bea", keep_apart=True)
    with pytest.raises(UsageError, match="several of your accounts"):
        written(key, [own(), own(2, apart)])
    assert written(key, [own(2, apart), own(3, apart)]).paragraphs


def test_originals_of_two_accounts_are_not_in_one_letter() -> None:
    with pytest.raises(UsageError, match="several of your accounts"):
        written("copyright", [own(), own(2, account("bea.example"))])


def test_foreign_text_is_cleaned() -> None:
    nasty = replace(ADA, handle="ada\x1b]52;c;aGk=\x07\r\nBcc: eve@evil.example\u202e")
    made = written("erasure", [replace(own(), account=nasty)])
    assert not re.search("[\x00-\x1f\x7f\u202e]", words(made))
