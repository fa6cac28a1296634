"""Letters: each element that the law asks for is in it, and whatever is not filled in is marked."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Literal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from auditor.domain.remedies import RemedyKey
from auditor.engine.evidence.case import CaseFinding
from auditor.engine.evidence.letters import SenderStanding, Written, write
from auditor.engine.evidence.pages import account_page, for_programs, is_page
from auditor.errors import UsageError
from auditor.guidance.laws import laws
from auditor.guidance.letters import Letter, blanks, letter, letters
from auditor.sources.atproto.identity import Repo
from auditor.sources.atproto.records import RecordsAddress
from auditor.sources.atproto.source import Atproto
from tests.contract.vault_making import account
from tests.rows import each_row
from tests.unit.engine.evidence import ADA, EVE, impostor, own

TODAY = date(2026, 11, 23)
KINDS = [letter.key for letter in letters()]
ROOT = "https://shown.example/profile/"
BLANK = re.compile(r"\[[^\[\]]+\]")
ANSWERS = {
    "recipient": "Example Ltd, privacy team",
    "name": "Ada Example",
    "email": "ada@mail.example",
    "address": "1 Some Street, 12345 Town",
    "phone": "+49 30 0000000",
    "safe_phone": "+49 30 0000000",
    "notice_phone": "+49 30 0000000",
    "represented": "Bea Example",
    "identity": "the account's e-mail address",
    "situation": "strangers write to me because of it",
    "use": "training of AI models",
    "work": "a self-portrait of May 2026",
    "copy": "https://copies.example/1",
    "shown_at": "https://copies.example/1",
    "kept": "the account @ada on your site",
    "account": "https://social.example/@eve",
    "likeness": "its title is my name",
    "consent": "I never showed it to anyone but one person",
    "illegal": "it shows me naked and I never agreed",
    "nature": "it poses as me, made by AI",
    "scene": "it shows nudity, third picture of the page",
    "legitimacy": "a selfie with a note of today",
    "event": "an intimate picture was shared, and I did not agree",
    "when": "2026-11-02, about 21:00",
    "poster": "@eve on social.example",
    "linked_name": "Ada Example",
    "harm": "an employer turned me down over it",
    "outweighs": "I am no public figure and it is ten years old",
    "threat": "pay, or everyone sees it (21:04)",
    "proof": "two screenshots of messages",
    "reported": "the platform, on 2026-11-03",
    "state": "I am in Victoria",
    "platform": "Example Host, host.example",
    "first_request": "on 2026-11-02 by its form, to remove it; number 7",
    "outcome": "no answer came",
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
        "(B)(ii) identification and location": r"It stands here: https://copies\.example/1",
        "(B)(iii) brief statement of good faith": (
            r"good faith .* not consensual.*I never showed it"
        ),
        "(B)(iv) contact": r"reach me at: ada@mail\.example; \+49",
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
        "where to answer": r"answer to: ada@mail\.example",
    },
    # Regulation (EU) 2016/679, Articles 12, 15, 77: the text of Article 15 as gdprhub.eu has it
    "access": {
        "15(1) confirmation and access": r"confirm to me under Article 15 .* give me access",
        "about whom, and what is known": r"1\. https://ada\.example/post/1",
        "12(6) identity": r"You can tell .*: the account's e-mail address",
        "15(1)(a) purposes": r"\(a\) the purposes",
        "15(1)(b) categories": r"\(b\) the categories",
        "15(1)(c) recipients": r"\(c\) the recipients",
        "15(1)(d) period": r"\(d\) how long",
        "15(1)(e) other rights": r"\(e\) the rights to rectification, erasure and restriction",
        "15(1)(f) complaint": r"\(f\) the supervisory authority",
        "15(1)(g) source": r"\(g\) where you have them from",
        "15(1)(h) automated decisions": r"\(h\) whether .* profiling .* logic",
        "15(2) third countries": r"third country.* safeguards .*\(Article 15\(2\)\)",
        "15(3) copy": r"a copy of these data .* \(Article 15\(3\)\)",
        "12(5) free of charge": r"free of charge \(Article 12\(5\)\)",
        "12(3) one month": r"within one month .* \(Article 12\(3\)\)",
        "77 authority of the member state": r"authority of the member state .* \(Article 77\)",
        "where to answer": r"answer to: ada@mail\.example",
    },
    # The UK GDPR, Articles 12 and 17: stored copies of legislation.gov.uk, 2026; 12A, 15, 19 and 21
    # as public texts tell of them
    "erasure-uk": {
        "17(1) request": r"Article 17 of the UK GDPR .* erase, without undue delay",
        "17(1) which data": r"1\. https://ada\.example/post/1",
        "17(1)(a)-(g) grounds": r"Article 17\(1\)\([a-g]\)",
        "12(2) identity": r"You can tell .*: the account's e-mail address",
        "19 recipients": r"every recipient .* \(Article 19\)",
        "17(2) others, search engines": r"search engines .* \(Article 17\(2\)\)",
        "12(3), 12A one month": r"within one month .* \(Articles 12\(3\) and 12A\)",
        "12(4) reasons, Commissioner, court": (
            r"Information Commissioner \(ICO\) and go to court \(Article 12\(4\)\)"
        ),
        "where to answer": r"answer to: ada@mail\.example",
    },
    "objection-uk": {
        "21(1) objection": r"Article 21\(1\) of the UK GDPR.*training of AI models",
        "21(1) particular situation": r"particular situation .*strangers write to me",
        "21(1) stop unless compelling grounds": (
            r"stop this processing .* compelling legitimate grounds"
        ),
        "17(1)(c) erasure": r"erase .* \(Article 17\(1\)\(c\)\)",
        "12(2) identity": r"You can tell .*: the account's e-mail address",
        "12(3), 12A one month": r"within one month .* \(Articles 12\(3\) and 12A\)",
        "12(4) reasons, Commissioner, court": (
            r"Information Commissioner \(ICO\) and go to court \(Article 12\(4\)\)"
        ),
        "which data": r"1\. https://ada\.example/post/1",
        "where to answer": r"answer to: ada@mail\.example",
    },
    "access-uk": {
        "15(1) confirmation and access": r"Article 15 of the UK GDPR .* give me access",
        "about whom, and what is known": r"1\. https://ada\.example/post/1",
        "12(2) identity": r"You can tell .*: the account's e-mail address",
        "15(1)(a)-(h)": (
            r"\(a\) the purposes.*\(b\) the categories.*\(c\) the recipients.*\(d\) how long"
            r".*\(e\) the rights.*\(f\) the right to complain to the Information Commissioner"
            r".*\(g\) where you have them from.*\(h\) whether .* profiling .* logic"
        ),
        "15(3) copy, free of charge": r"a copy of these data .* \(Article 15\(3\)\), free",
        "12(3), 12A one month": r"within one month .* \(Articles 12\(3\) and 12A\)",
        "12(4) reasons, Commissioner, court": (
            r"Information Commissioner \(ICO\) and go to court \(Article 12\(4\)\)"
        ),
        "where to answer": r"answer to: ada@mail\.example",
    },
    # Regulation (EU) 2022/2065, Article 16(2)(a)-(d), (4), (5): eur-lex CELEX:32022R2065, as quoted
    # in several public texts
    "dsa-notice": {
        "(2)(a) why it is illegal": r"Why it is illegal: it shows me naked and I never agreed",
        "(2)(b) exact electronic location": r"is illegal: https://copies\.example/1",
        "(2)(c) name and e-mail": r"Sender of this notice: Ada Example, ada@mail\.example",
        "(2)(d) good faith, accurate and complete": r"good faith .* accurate and complete",
        "(4) and (5) receipt and decision": r"\(Article 16\(4\)\).*\(Article 16\(5\)\)",
        "17(3)(b) the name of the notifier": r"only where that is strictly necessary \(Article 17",
    },
    # IT Rules 2021 of India, Rule 3(2)(a)-(c), "two hours" since G.S.R. 120(E) of 2026: MeitY,
    # consolidated text, as quoted in public texts
    "india-grievance": {
        "(a) to the Grievance Officer": r"To the Grievance Officer of: Example Ltd",
        "(b) by the individual or on their behalf": r"I am the individual|on behalf of|say which",
        "(b) its nature at first sight": r"At first sight .* it poses as me, made by AI",
        "(b) remove or disable access in time": r"remove it, or disable access .* two hours",
        "(c) the content or its link": r"on your service: https://copies\.example/1",
        "contact": r"answer to: ada@mail\.example",
    },
    # Lei 12.965/2014, Article 21 and its sole paragraph: planalto.gov.br, caput as quoted in public
    # texts, the paragraph as Revista da EMERJ 78 (2017), page 116, tells of it
    "marco-civil": {
        "in Portuguese: participant or legal representative": (
            r"Sou a pessoa que participa|Atuo em nome da pessoa|say which is true"
        ),
        "in Portuguese: no permission": r"nudity.*sem autorização da pessoa",
        "in Portuguese: specific identification": r"estes endereços: https://copies\.example/1",
        "in Portuguese: legitimacy": r"verificada assim: a selfie with a note",
        "in Portuguese: diligently unavailable": (
            r"forma diligente, no âmbito e nos limites técnicos .* indisponibilização"
        ),
        "participant or legal representative": (
            r"I am the person who takes part|I am the legal representative of|say which is true"
        ),
        "nudity or private acts, no permission": r"shows nudity.*without the permission",
        "sole paragraph: specific identification": r"these addresses: https://copies\.example/1",
        "sole paragraph: legitimacy": r"entitled to ask: a selfie with a note",
        "diligently unavailable": r"unavailable diligently, within the technical limits",
    },
    # esafety.gov.au/key-topics/image-based-abuse/report-image-based-abuse (what the form asks) and
    # /report/image-based-abuse/making-a-report-faq (who can report), stored copies
    "esafety-sheet": {
        "what happened": r"What happened: an intimate picture was shared",
        "where": r"Where it stands: https://copies\.example/1",
        "when": r"When: 2026-11-02",
        "who": r"Who shared it or threatens to: @eve",
        "proof": r"Proof: two screenshots",
        "reports made": r"Reported so far: the platform",
        "who can report": r"Who reports: (the person shown|somebody authorised|\[say which)",
        "tie to Australia": r"Tie to Australia: I am in Victoria",
        "contact": r"reach me safely: ada@mail\.example",
    },
    # CQLR c. P-39.1, section 28.1 as of 2024-03-26: legisquebec.gouv.qc.ca (French), stored copy;
    # sections 30, 32 and 34, which it makes hold, as a guide tells of them
    "quebec-deindex": {
        "in French: 28.1 cease or de-index": (
            r"article 28\.1 .* cesser la diffusion .* désindexer tout hyperlien rattaché au nom Ada"
        ),
        "in French: which information": r"permet d'y accéder : https://copies\.example/1",
        "in French: 30 identity": r"le vérifier ainsi : the|son identité ainsi : the",
        "in French: the ground": (
            r"Le motif : \[keep what is true and strike out the rest: leur diffusion contrevient"
        ),
        "in French: 1° serious injury": r"Le préjudice causé .*an employer turned me down",
        "in French: 2° outweighs": (
            r"manifestement supérieur à l'intérêt du public .* s'exprimer librement : I am no"
        ),
        "in French: 3° no more than necessary": r"n'excède pas ce qui est nécessaire",
        "in French: 32 thirty days": r"par écrit dans les 30 jours .*\(article 32\)",
        "in French: 34 reasons": r"les motifs et les recours .*\(article 34\)",
        "in French: contact": r"Répondre à : ada@mail\.example",
        "28.1 cease or de-index": (
            r"section 28\.1 .* stop disseminating .* de-index every hyperlink .* name Ada Example"
        ),
        "which information": r"leads to it: https://copies\.example/1",
        "30 identity": r"tell (that it is me|who they are|who it is) by this: the account",
        "the ground": r"The ground: \[keep what is true",
        "1 serious injury": r"does to the person concerned: an employer turned me down",
        "2 outweighs": r"outweighs the interest of the public .* speaking freely: I am no public",
        "3 no more than necessary": r"does not go beyond what is needed",
        "32 thirty days": r"in writing within 30 days .*\(section 32\)",
        "34 reasons": r"reasons and the recourse .*\(section 34\)",
        "contact": r"Please answer to: ada@mail\.example",
    },
    # What the police ask: revengepornhelpline.org.uk, Ask an officer, and what esafety.gov.au says
    # to keep a record of; stored copies, read 2026-11-28
    "police-sheet": {
        "what happened, own words": r"in my own words: an intimate picture was shared",
        "when": r"When: 2026-11-02",
        "who": r"Who did it or threatens to, and how I know: @eve",
        "the threat, in their words": r"in their words: pay, or everyone sees it \(21:04\)",
        "where": r"Where it stands or was sent: https://copies\.example/1",
        "proof": r"What I keep as proof: two screenshots",
        "reports made": r"Told so far: the platform",
        "offences, with source": r"Offences that it may be: \[the offence, if you know it",
        "room for the case number": r"Number of the case: \[the number that the police give",
        "nothing intimate": r"Nothing intimate is attached to this sheet, and no picture",
        "who reports": r"Who reports: (the person shown|somebody authorised|\[say which)",
        "contact": r"reach me safely: Ada Example; ada@mail\.example; \+49",
    },
    # 47 U.S.C. 223a; what the FTC tells of complaints since 2026-05 (its form was not read)
    "ftc-complaint": {
        "by or for the person shown": r"Who complains: (the person|somebody|\[say which)",
        "which platform": r"platform that was asked: Example Host",
        "where": r"Where it stands: https://copies\.example/1",
        "the request and its number": r"The request to it: on 2026-11-02 .* number 7",
        "not within 48 hours": r"within 48 hours: no answer came",
        "no consent": r"nobody agreed to it: I never showed it",
        "contact": r"reach me safely: ada@mail\.example",
    },
    # IT Rules 2021 of India, Rule 3A, as lawyers tell of it; the form as a newspaper does
    "india-appeal": {
        "who appeals": r"Who complains: (the person|somebody|\[say which)",
        "the platform": r"whose officer was asked: Example Host",
        "where": r"Where it stands: https://copies\.example/1",
        "3(2) the complaint": r"Grievance Officer: on 2026-11-02 .* number 7",
        "3A the answer": r"answer and its date: no answer came",
        "contact": r"reach me safely: Ada Example; ada@mail\.example; \+49",
    },
    # GDPR Art. 77; noyb.eu/node/258 on what a complaint holds
    "gdpr-complaint": {
        "77(1) a complaint": r"The complaint: personal data .* against the Regulation",
        "by the person concerned": r"Who complains: (the person|somebody|\[say which)",
        "the controller": r"Who runs the site: Example Host",
        "the facts": r"Where the data stand: https://copies\.example/1",
        "what was asked": r"\(Article 17\): on 2026-11-02 .* number 7",
        "what came": r"\(Article 12\(3\) and \(4\)\): no answer came",
        "the remedy": r"order the erasure \(Article 58\(2\)\(g\)\)",
        "contact": r"reach them safely: Ada Example; ada@mail\.example",
    },
    # the same under the UK GDPR; section 164A as a lawyer tells of it
    "ico-complaint": {
        "a complaint": r"The complaint: personal data .* against the UK GDPR",
        "by the person concerned": r"Who complains: (the person|somebody|\[say which)",
        "the controller": r"Who runs the site: Example Host",
        "the facts": r"Where the data stand: https://copies\.example/1",
        "164A what was asked": r"\(section 164A\): on 2026-11-02 .* number 7",
        "what came": r"\(Articles 12\(4\) and 12A\): no answer came",
        "the remedy": r"to see that the data are erased",
        "contact": r"reach them safely: Ada Example; ada@mail\.example",
    },
    # Regulation (EU) 2022/2065, Article 53 as a copy has it; ANACOM on what a complaint holds
    "dsa-complaint": {
        "53 by a recipient": r"Who complains: (the person|somebody|\[say which)",
        "16(5) and (6) the duty": r"timely and diligent manner.*without undue delay",
        "which platform": r"The platform: Example Host",
        "where": r"Where it stands: https://copies\.example/1",
        "the notice": r"\(Article 16\): on 2026-11-02 .* number 7",
        "what came": r"What came of it: no answer came",
        "contact": r"reach them safely: Ada Example; ada@mail\.example",
    },
    # Cal. Civ. Code 1798.105(a), (c)(1), 1798.130(a)(2), 1798.140: copies, read in parts
    "ccpa-deletion": {
        "105(a) request to delete what was collected": r"delete the personal information that you",
        "which information": r"1\. https://ada\.example/post/1",
        "140 resident": r"lives in California",
        "130(a)(2) verifiable": r"verify it by this: the account's e-mail address",
        "105(c)(1) others": r"service providers and contractors .* third party",
        "130(a)(2)(A) 45 days": r"within 45 days",
        "contact": r"answer to: ada@mail\.example",
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


def kind_of(key: str) -> Letter:
    kind = letter(key)
    assert kind is not None
    return kind


def words(made: Written) -> str:
    return " ".join(
        " ".join([paragraph.text, *paragraph.lines]).strip() for paragraph in made.paragraphs
    )


@each_row("key", KINDS)
@each_row("standing", list(SenderStanding))
def test_each_element_that_is_required_is_in_the_words(key: str, standing: SenderStanding) -> None:
    made = written(key, [own()], standing)
    for required, pattern in REQUIRED[key].items():
        unsaid = standing in {SenderStanding.UNSAID, SenderStanding.SHOWN}
        if key == "copyright" and required.startswith("(vi)") and unsaid:
            pattern = r"Under penalty of perjury, \[say which is true"  # noqa: PLW2901 - the one thing that only the sender can say
        assert re.search(pattern, words(made)), (required, words(made))
    assert made.elements == {element.key for element in made.kind.element}


ELEMENTS = [(key, element.key) for key in KINDS for element in kind_of(key).element]


@each_row(("key", "element"), ELEMENTS)
@each_row("language", ["part", "local"])
def test_a_letter_without_one_of_its_elements_is_found_out(
    key: str, element: str, language: Literal["part", "local"]
) -> None:
    """What the law asks for is held by a pattern of the list above, in each language."""
    kind = kind_of(key)
    parts = kind.part if language == "part" else kind.local
    if not parts:
        return
    left = tuple(part for part in parts if element not in part.elements)
    without = replace(kind, part=left) if language == "part" else replace(kind, local=left)
    made = write(without, [own()], ANSWERS, SenderStanding(kind.who), TODAY)
    assert not all(re.search(pattern, words(made)) for pattern in REQUIRED[key].values())


@each_row("key", KINDS)
@each_row("standing", list(SenderStanding))
@each_row("seen", [own(), impostor()], ids=["own", "impostor"])
@each_row("answers", [{}, ANSWERS], ids=["nothing answered", "all answered"])
def test_what_is_not_filled_in_is_marked_and_listed(
    key: str, standing: SenderStanding, seen: CaseFinding, answers: dict[str, str]
) -> None:
    made = written(key, [seen], standing, answers)
    marked = {blank[1:-1] for blank in BLANK.findall(words(made))}
    unknown = (
        set()
        if made.to or made.kind.sheet
        else {"e-mail address of the site, from its own legal or privacy page"}
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
            *(
                blanks()[key].text
                for key in (
                    *("grounds", "quebec_ground", "resident", "legal_representative"),
                    *("brazil_sender", "sender_pt", "sender_fr", "impostor_grounds"),
                    *("legal_representative_pt", "quebec_ground_fr"),
                    *("case_number", "offence"),
                )
            ),
        }


@each_row("key", KINDS)
@each_row("standing", list(SenderStanding))
def test_a_letter_is_written_of_what_stands_on_no_list(key: str, standing: SenderStanding) -> None:
    made = written(key, [], standing, {})
    assert made.elements == {element.key for element in made.kind.element}
    assert "[exact address of " in words(made)
    assert "ada.example" not in words(made)


def test_no_post_of_ones_own_is_called_an_intimate_picture() -> None:
    made = words(written("removal-48h", [own()], answers={}))
    assert "ada.example" not in made
    assert "[exact address of each page and picture that has to go]" in made


@each_row(
    ("key", "never"),
    [
        ("erasure", "consent is withdrawn (Article 17(1)(b)); the data"),
        ("ccpa-deletion", "resident of California"),
        ("marco-civil", "I am the legal representative of"),
    ],
)
def test_what_nobody_said_stands_in_brackets_only(key: str, never: str) -> None:
    made = words(written(key, [own()], SenderStanding.AUTHORISED))
    assert never not in BLANK.sub("", made)


def sheet(seen: Sequence[CaseFinding], where: str = "") -> str:
    made = write(kind_of("police-sheet"), seen, ANSWERS, SenderStanding.SHOWN, TODAY, where)
    return " ".join(words(made).split())


@each_row(
    ("where", "named"),
    [
        ("GB-SCT", "Abusive Behaviour and Sexual Harm (Scotland) Act 2016 s.2"),
        ("US-TX", "Tex. Penal Code 21.16"),
        ("CA-QC", "Criminal Code s.162.1"),
        ("DE", "StGB s.201a"),
    ],
)
def test_the_sheet_names_offences_of_the_place_with_source_and_how_sure(
    where: str, named: str
) -> None:
    told = sheet([], where).partition("Offences that it may be:")[2]
    assert f"By a law list for {where}, which may be wrong or old" in told
    assert named in told
    assert told.count("source: http") == told.count("; how sure: ") >= 2
    assert "[the offence" not in told


@each_row(
    ("where", "named"),
    [
        ("DE", "StGB § 253"),
        ("DE", "§ 240"),
        ("FR", "312-10"),
        ("FR", "226-4-1"),
        ("ES", "Código Penal art. 169 to 171"),
        ("ES", "Código Penal art. 172 ter.5"),
        ("IN", "s.308"),
        ("BR", "art. 158"),
        ("CA-QC", "Criminal Code s.346"),
        ("GB-SCT", "Criminal Justice and Licensing (Scotland) Act 2010 s.38"),
        ("GB-WLS", "Theft Act 1968 s.21"),
        ("US-NY", "135.60"),
    ],
)
def test_the_sheet_names_what_forbids_to_threaten_to_blackmail_and_to_imitate(
    where: str, named: str
) -> None:
    assert named in sheet([], where).partition("Offences that it may be:")[2]


def test_the_sheet_says_where_a_law_of_the_country_may_not_hold_in_the_part() -> None:
    """Much of what stands under the United Kingdom holds in England and Wales alone."""
    doubt = "whether it holds in {}: look there"
    assert doubt.format("GB-SCT") in sheet([], "GB-SCT")
    assert "whether it holds" not in sheet([], "GB")
    assert "whether it holds" not in sheet([], "US-TX"), "federal law holds in every state"


def test_the_sheet_asks_for_a_number_that_is_safe_and_says_nothing_of_copyright() -> None:
    made = write(kind_of("police-sheet"), [], {}, SenderStanding.SHOWN, TODAY)
    assert "copyright" not in words(made)
    assert "[a telephone number at which you can safely be called; or: none]" in words(made)


def test_the_sheet_accuses_nobody_of_all_that_the_list_has() -> None:
    """The list is cut by whoever hands it over, and names places by name."""
    told = sheet([], "GB").partition("Offences that it may be:")[2]
    assert "[strike out what does not fit" in told
    assert "(Northern Ireland)" in told
    assert "(GB-NIR)" not in told
    assert "[strike out" not in sheet([], "PT")


@each_row("key", ["removal-48h", "india-grievance", "likeness", "impostor"])
def test_a_platform_is_asked_to_keep_the_name_from_whoever_did_it(key: str) -> None:
    assert "do not pass my name or the way to reach me on to whoever" in words(written(key, []))


@each_row("key", KINDS)
def test_who_writes_for_another_speaks_of_no_right_or_likeness_of_their_own(key: str) -> None:
    made = written(key, [], SenderStanding.AUTHORISED)
    said = BLANK.sub("", f"{made.subject} {words(made)}")
    assert not re.search(r"\bmy (rights?|likeness|consent)\b|means for me|not from me", said)


@pytest.mark.parametrize(
    ("key", "choice"), [("marco-civil", "Sou "), ("quebec-deindex", "Je suis")]
)
def test_a_choice_in_a_foreign_letter_is_offered_in_its_language(key: str, choice: str) -> None:
    front = words(written(key, [], SenderStanding.UNSAID)).partition("The same, in the language")[0]
    assert f"say which is true: {choice}" in front
    assert "keep what is true and strike out the rest: its" not in front


def test_in_brazil_only_a_legal_representative_writes_for_another() -> None:
    assert "authorised to act" not in words(written("marco-civil", [], SenderStanding.UNSAID))
    made = words(written("marco-civil", []))
    assert "responde subsidiariamente" in made
    assert "subsidiary liability" in made


@each_row("key", ["erasure", "erasure-uk"])
@each_row("seen", [[own()], [impostor()], []], ids=["own", "impostor", "none"])
def test_no_ground_is_claimed_that_the_sender_did_not_choose(
    key: str, seen: list[CaseFinding]
) -> None:
    said = BLANK.sub("", words(written(key, seen)))
    assert not re.search(r"without consent|unlawful|I (also )?object|withdrawn", said)


def test_who_was_a_child_then_finds_that_ground() -> None:
    for key in ("erasure", "erasure-uk"):
        assert "(Article 17(1)(f))" in words(written(key, []))


def test_the_three_months_are_said_wherever_the_month_is() -> None:
    for kind in letters():
        if kind.key.partition("-")[0] in {"erasure", "objection", "access"}:
            assert "The month can become three" in " ".join(kind.steps), kind.key


def test_in_scotland_an_offence_of_england_and_wales_is_called_that() -> None:
    told = sheet([], "GB-SCT").partition("Offences that it may be:")[2]
    assert "66AB" not in told or "66AE and related (England and Wales)" in told


def test_only_the_copyright_notice_speaks_of_the_copyright_notice() -> None:
    for key in KINDS:
        if key != "copyright":
            assert "copyright notice" not in words(written(key, [], answers={}))


def test_the_sheet_calls_no_civil_law_no_bill_and_no_law_for_children_a_crime() -> None:
    assert "CSA image generators" not in sheet([], "GB")
    assert "163.1" not in sheet([], "CA")
    assert "Bill 73" not in sheet([], "CA-QC")
    for code in laws.codes():
        for row in laws.place(code).rows:
            if row.penal:
                assert row.in_force
                assert "criminal" in row.remedy.casefold(), row.name
                assert "proposed" not in row.remedy


@pytest.mark.parametrize("where", ["PT", "AR"])
def test_the_sheet_says_so_where_the_list_names_no_offence(where: str) -> None:
    assert f"has no offence for {where} yet" in sheet([], where)
    assert "[the offence, if you know it; the police decide]" in sheet([], "nowhere at all")


def test_the_sheet_names_what_was_read_by_checksum_and_time() -> None:
    told = sheet([own(), own(2)])
    stored = own().stored
    assert stored is not None
    assert stored.facts is not None
    assert f"1. https://ada.example/post/1 SHA-256 {stored.facts.sha256}" in told
    assert "account last read 2026-" in told
    assert "Read by a program" not in sheet([])


def test_the_sheet_never_names_a_private_image_nor_an_account_kept_apart() -> None:
    seen = own()
    assert seen.stored is not None
    assert seen.stored.facts is not None
    secret = seen.stored.facts.sha256
    private = replace(
        seen,
        finding=replace(
            seen.finding, remedy=replace(seen.finding.remedy, key=RemedyKey.PRIVATE_IMAGE)
        ),
    )
    assert secret not in sheet([private])
    assert "checksum is withheld" in sheet([private])
    apart = replace(seen, account=replace(ADA, keep_apart=True))
    assert "ada.example" not in sheet([apart])
    assert secret not in sheet([apart])
    copied = impostor(apart=True)
    assert copied.stored is not None
    assert copied.stored.facts is not None
    assert copied.stored.facts.sha256 not in sheet([copied])
    assert "ada.example" not in sheet([copied])


def test_one_sheet_for_the_police_names_impostors_on_several_sites() -> None:
    other = replace(impostor(), account=replace(EVE, id="e2", url="https://other.example/@eve"))
    other = replace(other, targets=("https://other.example/@eve",))
    told = sheet([impostor(), other])
    assert EVE.url in told
    assert "https://other.example/@eve" in told


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


@each_row("key", ["erasure", "ccpa-deletion", "objection", "access", "access-uk"])
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


NASTY = "x\x1b]52;c;aGk=\x07\r\nBcc: eve@evil.example\u202e\u200b{date}{targets}[blank]"


@each_row("key", KINDS)
@each_row("seen", [own(), impostor()], ids=["own", "impostor"])
@each_row("where", ["", "GB-SCT", "x\x1b[2J\u202e"])
def test_nothing_foreign_steers_a_letter(key: str, seen: CaseFinding, where: str) -> None:
    """Handles, addresses, answers and places: no control sign, no new line, no blank filled in."""
    nasty = replace(
        seen,
        account=replace(seen.account, handle=NASTY, url=f"https://ada.example/{NASTY}"),
        targets=(f"https://ada.example/{NASTY}",),
    )
    kind = kind_of(key)
    answers = dict.fromkeys(ANSWERS, NASTY)
    made = write(kind, [nasty], answers, SenderStanding(kind.who), TODAY, where)
    for paragraph in made.paragraphs:
        for text in (paragraph.text, *paragraph.lines):
            assert not re.search("[\x00-\x1f\x7f-\x9f\u200b\u202a-\u202e\u2066-\u2069]", text)
    assert made.elements == {element.key for element in kind.element}


@each_row("key", KINDS)
def test_who_is_shown_swears_to_no_ownership_and_the_other_way_round(key: str) -> None:
    said = {
        standing: words(written(key, [own()], standing))
        for standing in (SenderStanding.SHOWN, SenderStanding.OWNER)
    }
    owner = key == "copyright"
    counts = SenderStanding.OWNER if owner else SenderStanding.SHOWN
    other = SenderStanding.SHOWN if owner else SenderStanding.OWNER
    assert "[say which is true" not in said[counts]
    assert "[say which is true" in said[other]
    assert ("I am the owner of the copyright" in said[counts]) == owner


def on_service(url: str, handle: str, page: str, *, root: str = ROOT) -> CaseFinding:
    """A posting of an account that a service shows, with what answers programs beside it."""
    made = own()
    assert made.stored is not None
    blob = "https://pds.example/xrpc/com.atproto.sync.getBlob?did=did:plc:abc&cid=x"
    photo = replace(made.stored.photo, page_url=page, media_url=blob)
    owner = replace(ADA, url=url, handle=handle)
    return replace(
        made,
        account=owner,
        stored=replace(made.stored, photo=photo),
        targets=tuple(each for each in (page, blob) if each.startswith("https://")),
        page=account_page(owner, root, page),
    )


@each_row(
    ("url", "handle", "page"),
    [
        ("at://did:plc:abc", "did:plc:abc", "https://shown.example/profile/did:plc:abc"),
        ("at://ada.example", "ada.example", "https://shown.example/profile/ada.example"),
        ("https://pds.example/@ada.example", "ada.example", f"{ROOT}ada.example"),
    ],
)
@each_row("key", ["erasure", "objection", "access", "ccpa-deletion"])
def test_a_letter_goes_to_the_service_and_names_pages_that_open(
    key: str, url: str, handle: str, page: str
) -> None:
    seen = on_service(url, handle, f"{page}/post/3abc")
    made = write(kind_of(key), [seen], {}, SenderStanding.SHOWN, TODAY)
    text = words(made)
    assert "To: shown.example" in text
    assert f"1. {page}/post/3abc" in text
    assert "xrpc" not in text
    assert "at://" not in text


def test_what_no_page_shows_is_found_by_the_account_and_the_record() -> None:
    record = "https://pds.example/xrpc/com.atproto.repo.getRecord?rkey=1"
    text = words(written("erasure", [on_service("at://did:plc:abc", "did:plc:abc", record)]))
    assert f"1. {ROOT}did:plc:abc" in text
    assert f"no page shows it; for programs it stands at: {record}" in text


def test_an_impostor_is_named_by_a_page_that_opens() -> None:
    eve = replace(EVE, url="at://did:plc:eve", handle="eve.example")
    seen = replace(impostor(), account=eve, targets=(), page=account_page(eve, ROOT))
    made = written("impostor", [seen], answers={})
    assert "To: shown.example" in words(made)
    assert f"1. {ROOT}eve.example" in words(made)


@each_row(
    ("url", "page"),
    [
        ("https://social.example/@ada", "https://social.example/@ada"),  # the instance
        ("https://blog.example/", "https://blog.example/"),  # the site
        ("https://blog.example/?rest_route=/wp/v2/users/1", "https://blog.example/"),
        ("https://blog.example/wp-json/wp/v2/", "https://blog.example/"),
        ("https://wiki.example/wiki/User:Ada", "https://wiki.example/wiki/User:Ada"),
        ("https://wiki.example/w/api.php", "https://wiki.example/"),
        ("at://did:plc:abc", ""),  # nobody known who shows it: a blank, never the id
    ],
)
def test_the_page_of_an_account_is_one_that_a_person_opens(url: str, page: str) -> None:
    owner = replace(ADA, url=url, handle="ada")
    assert account_page(owner) == page
    seen = replace(own(), account=owner, targets=(), stored=None)
    text = words(written("erasure", [seen], answers={}))
    assert "did:plc" not in text
    host = page.split("/")[2] if page else "[name of the site or company the letter goes to]"
    assert f"To: {host}" in text


@pytest.mark.parametrize("text", ["at://did:plc:abcdefghijklmnopqrstuvwx", "@ada.example"])
def test_the_service_is_the_one_that_the_platform_itself_names(text: str) -> None:
    known = Atproto().recognise(text)
    assert known is not None
    owner = replace(ADA, url=known.url, handle=known.handle)
    root = Atproto.traits.profile_root
    assert root
    assert account_page(owner, root) == f"{root}{known.handle}"
    place = RecordsAddress(
        "a1", Repo("did:plc:a", known.handle, "https://pds.example"), on_bsky=True
    )
    assert for_programs(place.blob_url("bafy"))
    assert for_programs(place.page_url("social.grain.photo", "3abc"))
    assert is_page(place.page_url("app.bsky.feed.post", "3abc"))
