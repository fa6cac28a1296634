from __future__ import annotations

import pytest

from auditor.domain.outside.own_records import TraceKind
from auditor.guidance.deletion import sites
from auditor.guidance.records.read import languages, registrable, sensitive
from auditor.records.mail.phrases import is_of_people, kind_of
from auditor.records.mail.senders import sender_of, service_of


@pytest.mark.parametrize(
    ("host", "domain", "name"),
    [
        ("dropbox.com", "dropbox.com", "Dropbox"),
        ("e.mail.dropbox.com", "dropbox.com", "Dropbox"),
        ("facebookmail.com", "facebook.com", "Facebook"),
    ],
)
def test_a_host_below_the_domain_of_a_service_is_its_own(host: str, domain: str, name: str) -> None:
    found = sender_of(host)
    assert found.page is not None
    assert (found.domain, found.page.name) == (domain, name)


@pytest.mark.parametrize(
    "host",
    [
        "paypa1.com", "paypal.com.evil.example", "paypal-security.example", "arnazon.com",
        "dropbox.example", "xn--pypal-4ve.com", "mail.netf1ix.example", "faceboook.example",
        "ebay.com.evil.example", "mail.vk.com.evil.example", "x.com.evil.co.uk",
    ],
)  # fmt: skip
def test_what_only_looks_like_a_service_is_never_it(host: str) -> None:
    found = sender_of(host)
    assert found.page is None
    assert found.resembles


@pytest.mark.parametrize("host", ["blumen-koeln.example", "mail.shop.co.uk", "online.cafe.example"])
def test_honest_hosts_resemble_nothing(host: str) -> None:
    assert not sender_of(host).resembles


@pytest.mark.parametrize("host", ["teladoc.com", "e.mail.teladoc.com", "imaginecurve.com"])
def test_who_owns_the_host_on_the_list_resembles_nobody(host: str) -> None:
    found = sender_of(host)
    assert found.page is None
    assert not found.resembles
    assert sender_of("paypal.myshopify.com").resembles


def test_people_have_their_addresses_at_providers() -> None:
    assert sender_of("gmail.com").person
    assert not sender_of("google.com").person


def test_what_somebody_registered_is_told() -> None:
    assert registrable("a.b.shop.co.uk") == "shop.co.uk"
    assert registrable("a.b.shop.example") == "shop.example"
    assert registrable("shop.de") == "shop.de"


@pytest.mark.parametrize(
    ("domain", "listed", "category"),
    [
        ("grindr.com", True, "sex"),
        ("help.grindr.com", True, "sex"),
        ("st-mary-church.example", False, "faith"),
        ("frauenhaus-x.example", False, "violence"),
        ("dropbox.com", True, ""),
        ("bakery.example", False, ""),
        ("archive.example", False, ""),
        ("u-hiv.example", False, "health"),
        ("skyscraper.example", False, ""),
        ("my.teladoc.com", True, "health"),
        ("ameli.fr", True, "health"),
        ("doctolib.it", True, "health"),
        ("salahclock.app", True, "faith"),
        ("shaadi.com", True, "faith"),
        ("hotornot.com", True, "sex"),
        ("e621.net", True, "sex"),
        ("online.immi.gov.au", True, "legal"),
        ("zahnarzt-x.example", False, "health"),
        ("psicologo.example", False, "health"),
        ("tandarts-x.example", False, "health"),
        ("szpital.example", False, "health"),
        ("paroisse-x.example", False, "faith"),
        ("igreja.example", False, "faith"),
        ("katholisch.example", False, "faith"),
        ("parafia.example", False, "faith"),
        ("randki.example", False, "sex"),
        ("incontri.example", False, "sex"),
        ("gewaltschutz.example", False, "violence"),
        ("slachtofferhulp.example", False, "violence"),
        ("przemoc.example", False, "violence"),
        ("advogado.example", False, "legal"),
        ("kancelaria.example", False, "legal"),
        ("occidental.example", False, ""),
        ("brandkit.example", False, ""),
        ("violin.example", False, ""),
    ],
)
def test_what_tells_of_a_person_has_a_category(domain: str, listed: bool, category: str) -> None:
    assert sensitive(domain, listed=listed) == category


@pytest.mark.parametrize(
    ("subject", "kind"),
    [
        ("welcome to shop", TraceKind.SIGN_UP),
        ("you are welcome to come", None),
        ("[shop] please confirm your email", TraceKind.VERIFICATION),
        ("bestätige deine e-mail-adresse", TraceKind.VERIFICATION),
        ("merci pour votre inscription", TraceKind.SIGN_UP),
        ("confirmación de tu pedido 7", TraceKind.RECEIPT),
        ("il tuo ordine", TraceKind.RECEIPT),
        ("redefinição de senha", TraceKind.ACCOUNT_NOTICE),
        ("bevestig je account", TraceKind.VERIFICATION),
        ("twoje konto zostało utworzone", TraceKind.SIGN_UP),
        ("hi ann, welcome to shop", TraceKind.SIGN_UP),
        ("anmeldebest\u00e4tigung", TraceKind.SIGN_UP),
        ("witaj na targu", TraceKind.SIGN_UP),
        ("123456 is your verification code", TraceKind.VERIFICATION),
        ("veuillez confirmer votre adresse e-mail", TraceKind.VERIFICATION),
        ("verifique seu endere\u00e7o", TraceKind.VERIFICATION),
        ("your shop.example order #1", TraceKind.RECEIPT),
        ("bedankt voor je bestelling", TraceKind.RECEIPT),
        ("your shop account: access from new device", TraceKind.ACCOUNT_NOTICE),
        ("reimposta la password", TraceKind.ACCOUNT_NOTICE),
        ("20 % on your next order", None),
        ("your one two three four five order", None),
        ("you're invited", None),
        ("your", None),
        ("50 % on everything", None),
        ("", None),
    ],
)
def test_subjects_in_eight_languages(subject: str, kind: TraceKind | None) -> None:
    assert kind_of(subject) is kind


def test_eight_languages_have_every_kind() -> None:
    assert languages() == {"en", "de", "fr", "es", "it", "pt", "nl", "pl"}


def test_forwards_and_answers_begin_so() -> None:
    for begins in ("wg:", "re[2]:", "fwd :", "[fwd:", "re(3):", "antwort:", "r\u00e9f :"):
        assert is_of_people(f"{begins} welcome to shop")
    assert not is_of_people("[shop] welcome")
    assert not is_of_people("shop: welcome")
    assert not is_of_people("welcome to shop")


_HONEST = frozenset(
    {
        "addictinggames.com", "support.imaginecurve.com", "the-apothecary.club",
        "vampire.survivors.wiki", "weatherapi.com", "wg-gesucht.de",
    }
)  # fmt: skip
"""Hosts of services on the list in whose names a telling word stands by chance."""


def test_every_service_on_the_list_whose_name_tells_is_hidden() -> None:
    hosts = {domain.casefold().rstrip("/") for site in sites() for domain in site.domains}
    told = {
        host for host in hosts if sensitive(host, listed=False) and not sensitive(host, listed=True)
    }
    assert told == _HONEST


def test_of_a_program_that_many_run_the_host_is_told_that_wrote() -> None:
    found = sender_of("mail.users.rust-lang.org")
    assert found.page is not None
    assert (found.page.name, found.domain) == ("Discourse", "users.rust-lang.org")
    hidden = sender_of("forum.schizophrenia.com")
    assert sensitive(hidden.domain, listed=hidden.page is not None) == "health"


def test_every_service_on_the_list_has_a_domain_of_its_own() -> None:
    for site in sites():
        for domain in site.domains:
            found = sender_of(domain.casefold())
            if found.page is site:
                assert registrable(found.domain) == registrable(domain.casefold())


def test_a_provider_of_mail_is_a_service_where_no_mail_names_it() -> None:
    for host, name in (("mail.gmail.com", "Gmail"), ("www.gmx.net", "GMX")):
        found = service_of(host)
        assert found.page is not None
        assert found.page.name == name
        assert sender_of(host).person
