"""Exports of password managers, as each writes them.

Heads of the tables are those that the managers write; importers of others (Bitwarden's, for one)
and their tests list the same. All entries are invented.
"""

from __future__ import annotations

import json

import pytest

from auditor.errors import ReaderError
from auditor.records.passwords.export import PasswordExport, read_export, sites_in
from tests.rows import each_row

SECRET = 'p,a"ß 1'
QUOTED = '"p,a""ß 1"'
TABLES = {
    "bitwarden": (
        "folder,favorite,type,name,notes,fields,reprompt,login_uri,login_username,login_password,"
        "login_totp\n"
        f'Social,1,login,Mail,,,0,"https://www.mail.example/in,https://other.example",ada,{QUOTED},\n'
        ",,note,Recipe,two\n,,0,,,,\n".replace("two\n,", '"two\nlines",')
    ),
    "1password": (
        "Title,Url,Username,Password,OTPAuth,Favorite,Archived,Tags,Notes\n"
        f"Mail,https://mail.example/,ada,{QUOTED},,false,false,,\n"
    ),
    "keepassxc": (
        '"Group","Title","Username","Password","URL","Notes","TOTP","Icon","Last Modified",'
        '"Created"\n'
        f'"Root","Mail","ada",{QUOTED},"mail.example/login","","","0","2024-01-15T10:30:00Z",""\n'
    ),
    "keepass": (
        '"Account","Login Name","Password","Web Site","Comments"\n'
        '"Mail","ada","p,a\\"ß 1","https://mail.example","a \\\\ and \\"quotes\\""\n'
    ),
    "chrome": f"name,url,username,password,note\nMail,https://mail.example/x,ada,{QUOTED},\n",
    "firefox": (
        '"url","username","password","httpRealm","formActionOrigin","guid","timeCreated",'
        '"timeLastUsed","timePasswordChanged"\n'
        f'"https://mail.example","ada",{QUOTED},,"https://mail.example","{{1}}","1","1","1"\n'
    ),
    "safari": f"Title,URL,Username,Password,Notes,OTPAuth\nMail,https://mail.example/,ada,{QUOTED},,\n",
    "proton": (
        "type,name,url,email,username,password,note,totp,createTime,modifyTime,vault\n"
        f"login,Mail,https://mail.example,ada,,{QUOTED},,,1,1,Personal\n"
    ),
    "lastpass": (
        "url,username,password,totp,extra,name,grouping,fav\n"
        f"https://mail.example/,ada,{QUOTED},,,Mail,,0\nhttp://sn,,,,a note,Note,,0\n"
    ),
    "dashlane": (
        "username,username2,username3,title,password,note,url,category,otpSecret\n"
        f",ada,,Mail,{QUOTED},,https://mail.example,,\n"
    ),
}


def told(export: PasswordExport) -> list[tuple[str, str, str]]:
    return [(entry.site, entry.user, entry.password.reveal()) for entry in export.entries]


@each_row("manager", TABLES)
@each_row("ends", ["\n", "\r\n"])
@each_row("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_tables(manager: str, ends: str, encoding: str) -> None:
    found = read_export(TABLES[manager].replace("\n", ends).encode(encoding))
    assert told(found) == [("mail.example", "ada", SECRET)]
    assert found.without == (manager in {"bitwarden", "lastpass"})


def bitwarden(**more: object) -> bytes:
    login = {
        "username": "ada",
        "password": SECRET,
        "uris": [{"match": None, "uri": "mail.example"}],
    }
    items = [
        {"type": 1, "name": "Mail", "login": login, "passwordHistory": [{"password": "old"}]},
        {"type": 2, "name": "Note", "secureNote": {"type": 0}, "login": None},
        {"type": 1, "name": "My bank", "login": {"username": None, "password": "x", "uris": None}},
    ]
    return json.dumps({"encrypted": False, "folders": [], "items": items, **more}).encode()


def test_json_of_bitwarden() -> None:
    found = read_export(bitwarden())
    assert told(found) == [("mail.example", "ada", SECRET), ("My bank", "", "x")]
    assert found.without == 1


@each_row(
    ("data", "says"),
    [
        (bitwarden(encrypted=True, items=None), "sealed by Bitwarden"),
        (b'{"encrypted": true, "passwordProtected": true, "data": "2.x"}', "sealed by Bitwarden"),
        (b"\x03\xd9\xa2\x9a\x67\xfb\x4b\xb5", "sealed by KeePass"),
        (b"-----BEGIN PGP MESSAGE-----\n", "sealed by Proton Pass"),
        (b"\x85\x01\x0c\x03\xff\xfe\x00", "is no text, so it is sealed"),
        (b"PK\x03\x04export.data", "is a zip"),
        (b'{"vaults": {}}', "is no export"),
        (b'{"items": [{"login": 3}]}', "is no export"),
        (b'{"a":' * 5000, "is no export"),
        (b"a,b,c\n1,2,3\n", "is no export"),
        (b"", "is no export"),
        (b"name,url,username,password\n", "no entry with a password"),
        (b'name,url,username,password\na,b,c,"open\n', "is damaged: line 2"),
        (b'name,url,username,password\na,b,c,"' + b"x" * (2 << 20) + b'"\n', "is damaged"),
    ],
)
def test_what_is_not_read_is_refused_with_a_hint(data: bytes, says: str) -> None:
    with pytest.raises(ReaderError, match=says) as refused:
        read_export(data)
    assert refused.value.__cause__ is None
    assert refused.value.hint or "no entry" in says or "damaged" in says


@each_row(
    ("address", "site"),
    [
        ("android://aGFzaA==@com.mail.example/", "com.mail.example"),
        ("http://[broken", "Mail"),
        ("", "Mail"),
        ("https://10.0.0.1:8443/", "10.0.0.1"),
        ("mail.example:8080/x", "mail.example"),
        ("https://ma\x1b[2Jil.example/", "mail.example"),
    ],
)
def test_the_site_of_an_entry(address: str, site: str) -> None:
    table = f"name,url,username,password\nMail,{address},ada,x\n"
    ((found, _user, _password),) = told(read_export(table.encode()))
    assert "\x1b" not in found
    assert found == site or "\x1b" in address


@each_row(
    ("address", "host"),
    [
        ("https://www.mail.example/in?x=1", "mail.example"),
        ("mail.example:8080/x", "mail.example"),
        ("https://b\u00fccher.example/", "b\u00fccher.example"),
        ("android://aGFzaA==@com.dropbox.android/", "dropbox.com"),
        ("androidapp://com.google.android.youtube", "google.com"),
        ("android://aGFzaA==@com.no-such-maker.app/", ""),
        ("androidapp://com", ""),
        ("https://192.168.178.1/", ""),
        ("http://[2001:db8::1]/", ""),
        ("https://localhost:8080/", ""),
        ("http://nas.local/", ""),
        ("http://router.home.arpa/", ""),
        ("https://intranet/", ""),
        ("moz-proxy://proxy.example:80", ""),
        ("chrome://FirefoxAccounts", ""),
        ("file:///home/x", ""),
        ("http://[broken", ""),
        ("", ""),
    ],
)
def test_only_hosts_of_the_web_can_be_services(address: str, host: str) -> None:
    table = f"name,url,username,password\nMy.Bank,{address},ada,x\n"
    assert sites_in(table.encode()) == (host,)
    item = {"name": "My.Bank", "login": {"uris": [{"uri": address}], "password": "x"}}
    assert sites_in(json.dumps({"items": [item]}).encode()) == (host,)


def test_of_several_addresses_the_first_of_the_web_counts() -> None:
    uris = [{"uri": "androidapp://com.no-such-maker.app"}, {"uri": "https://mail.example"}]
    item = {"name": "Mail", "login": {"uris": uris, "password": "x"}}
    assert sites_in(json.dumps({"items": [item, item]}).encode()) == ("mail.example",)


def test_a_table_of_many_thousands_is_cut_and_says_so() -> None:
    table = "name,url,username,password\n" + "a,b.example,c,d\n" * 20_001
    found = read_export(table.encode())
    assert (len(found.entries), found.cut) == (20_000, True)
    whole = read_export(table.removesuffix("a,b.example,c,d\n").encode())
    assert (len(whole.entries), whole.cut) == (20_000, False)
