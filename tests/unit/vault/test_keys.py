from __future__ import annotations

import json
import pickle
import stat
import sys
import traceback
from pathlib import Path
from subprocess import run

import pytest

from auditor.domain.secret import Secret
from auditor.errors import VaultDamaged, VaultError, VaultLocked, VaultTooNew
from auditor.vault.storage import keys, location
from tests.rows import each_row

RIGHT = Secret("correct horse battery")


class Keyring:
    def __init__(self) -> None:
        self.kept: dict[str, str] = {}

    async def get(self, name: str) -> str | None:
        return self.kept.get(name)

    async def put(self, name: str, value: str) -> None:
        self.kept[name] = value

    async def remove(self, name: str) -> None:
        self.kept.pop(name, None)


def alter(folder: Path, **changes: object) -> None:
    path = folder / location.KEY_FILE
    path.write_text(json.dumps(json.loads(path.read_text()) | changes))


def test_the_passphrase_opens_and_another_does_not(tmp_path: Path) -> None:
    folder = tmp_path / "home"
    key = keys.create(folder, RIGHT)
    assert keys.open(folder, Secret("correct horse battery")) == key
    assert len(bytes.fromhex(key.reveal())) == 32
    with pytest.raises(VaultLocked):
        keys.open(folder, Secret("correct horse batterx"))
    with pytest.raises(VaultLocked):
        keys.open(folder, Secret(""))
    with pytest.raises(VaultError, match="already"):
        keys.create(folder, RIGHT)


def test_nothing_in_the_key_file_is_the_key_or_the_passphrase(tmp_path: Path) -> None:
    key = keys.create(tmp_path, RIGHT)
    data = (tmp_path / location.KEY_FILE).read_bytes()
    assert key.reveal().encode() not in data
    assert bytes.fromhex(key.reveal()) not in data
    assert RIGHT.reveal().encode() not in data


@pytest.mark.skipif(sys.platform == "win32", reason="POSIX modes")
def test_only_the_user_can_read_the_files(tmp_path: Path) -> None:
    folder = tmp_path / "a" / "b"
    keys.create(folder, RIGHT)
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert stat.S_IMODE((folder / location.KEY_FILE).stat().st_mode) == 0o600


@pytest.mark.skipif(sys.platform == "win32", reason="POSIX modes")
def test_a_folder_that_holds_other_things_keeps_its_mode(tmp_path: Path) -> None:
    tmp_path.chmod(0o755)
    (tmp_path / "letter.txt").write_text("mine")
    keys.create(tmp_path, RIGHT)
    assert stat.S_IMODE(tmp_path.stat().st_mode) == 0o755


def test_a_key_costs_what_owasp_asks_for(tmp_path: Path, real_costs: tuple[int, int]) -> None:
    assert (real_costs, keys.R, keys.P) == ((17, 1 << 17), 8, 1)
    key = keys.create(tmp_path, RIGHT)
    file = json.loads((tmp_path / location.KEY_FILE).read_bytes())
    assert (file["kdf"], file["log_n"], file["r"], file["p"]) == ("scrypt", 17, 8, 1)
    assert keys.open(tmp_path, RIGHT) == key


@each_row(
    "passphrase, salt, log_n, r, p, key",
    [
        ("", "", 4, 1, 1, "77d6576238657b203b19ca42c18a0497f16b4844e3074ae8dfdffa3fede21442"),
        (
            *("password", "NaCl", 10, 8, 16),
            "fdbabe1c9d3472007856e7190d01e9fe7c6ad7cbc8237830e77376634b373162",
        ),
        (
            *("pleaseletmein", "SodiumChloride", 14, 8, 1),
            "7023bdcb3afd7348461c06cd81fd38ebfda8fbba904f8e3ea9b543f6545da1f2",
        ),
    ],
)
def test_keys_are_those_of_rfc_7914(
    passphrase: str, salt: str, log_n: int, r: int, p: int, key: str
) -> None:
    """Section 12; the first 32 of the 64 bytes there."""
    assert keys.derive(Secret(passphrase), salt.encode(), log_n, r, p).hex() == key


def test_the_passphrase_can_be_changed(tmp_path: Path) -> None:
    key = keys.create(tmp_path, RIGHT)
    with pytest.raises(VaultLocked):
        keys.change(tmp_path, Secret("wrong"), Secret("new"))
    keys.change(tmp_path, RIGHT, Secret("new"))
    assert keys.open(tmp_path, Secret("new")) == key
    with pytest.raises(VaultLocked):
        keys.open(tmp_path, RIGHT)
    with pytest.raises(VaultLocked):
        keys.change(tmp_path, Secret("new"), Secret(""))
    left = {path.name for path in tmp_path.iterdir()}
    assert left == {location.KEY_FILE, location.MAKING, location.USE_LOCK}, "no half-written file"


def test_the_same_passphrase_typed_on_another_keyboard(tmp_path: Path) -> None:
    key = keys.create(tmp_path, Secret("caf\u00e9"))
    assert keys.open(tmp_path, Secret("cafe\u0301")) == key


@each_row(
    "changes",
    [
        {"kdf": "md5"},
        {"log_n": 40},
        {"log_n": 0},
        {"r": 10_000},
        {"p": 0},
        {"nonce": "AA=="},
        {"wrapped": ""},
        {"extra": 1},
    ],
)
def test_a_key_file_that_makes_no_sense_is_refused(
    tmp_path: Path, changes: dict[str, object]
) -> None:
    keys.create(tmp_path, RIGHT)
    alter(tmp_path, **changes)
    with pytest.raises(VaultDamaged):
        keys.open(tmp_path, RIGHT)


@each_row("data", [b"", b"{}", b"\x00" * 300, b"[1]", b'{"format":'])
def test_garbage_is_no_key_file(tmp_path: Path, data: bytes) -> None:
    (tmp_path / location.KEY_FILE).write_bytes(data)
    with pytest.raises(VaultDamaged):
        keys.open(tmp_path, RIGHT)


def test_weaker_parameters_do_not_open(tmp_path: Path) -> None:
    keys.create(tmp_path, RIGHT)
    alter(tmp_path, log_n=10)
    with pytest.raises(VaultLocked):
        keys.open(tmp_path, RIGHT)


@each_row(
    "dearer",
    [
        {"log_n": 18},
        {"log_n": 17, "r": 9},
        {"log_n": 1, "r": 1 << 20},
        {"log_n": 63, "r": 1 << 40},
        {"log_n": 1, "p": 2},
        {"log_n": 10, "r": 8, "p": 1 << 30},
    ],
)
def test_nothing_dearer_than_ours_is_worked_out(tmp_path: Path, dearer: dict[str, int]) -> None:
    keys.create(tmp_path, RIGHT)
    alter(tmp_path, **dearer)
    with pytest.raises(VaultDamaged, match="more memory or time than auditor ever does"):
        keys.open(tmp_path, RIGHT)


def test_ours_is_not_too_dear(real_costs: tuple[int, int]) -> None:
    assert keys.bearable(real_costs[0], keys.R, keys.P)
    assert keys.possible(real_costs[0], keys.R, keys.P)


NO_MEMORY = """
import resource, sys
from auditor.cli import app
from auditor.domain.secret import Secret
from auditor.vault.storage import keys
{derived}
pages = int(open("/proc/self/statm").read().split()[0])
cap = pages * resource.getpagesize() + 64 * 1024 * 1024
resource.setrlimit(resource.RLIMIT_AS, (cap, cap))
def act(*_given, **_named):
    {act}
app.app = act
sys.exit(app.run([]))
"""


@pytest.mark.skipif(sys.platform != "linux", reason="RLIMIT_AS")
@pytest.mark.parametrize(
    ("act", "said", "code"),
    [
        ("keys.derive(Secret('a'), b'0' * 16, 17, 8, 1)", "128 MB are needed", 4),
        ("bytearray(1 << 30)", "not enough free memory", 2),
    ],
)
def test_too_little_memory_is_told_in_a_line(act: str, said: str, code: int) -> None:
    first = "keys.derive(Secret('a'), b'0' * 16, 1, 8, 1)"
    text = NO_MEMORY.replace("{act}", act).replace("{derived}", first)
    done = run([sys.executable, "-c", text], capture_output=True, text=True, check=False)
    assert done.returncode == code, done.stderr
    assert done.stderr.startswith("auditor: ")
    assert said in done.stderr
    assert len(done.stderr.splitlines()) == 2


def test_a_newer_format_is_named_as_such(tmp_path: Path) -> None:
    keys.create(tmp_path, RIGHT)
    alter(tmp_path, format=2, kdf="argon2id")
    with pytest.raises(VaultTooNew):
        keys.open(tmp_path, RIGHT)


def test_missing_files(tmp_path: Path) -> None:
    with pytest.raises(VaultLocked):
        keys.open(tmp_path, RIGHT)
    (tmp_path / location.DATABASE).write_bytes(b"x")
    with pytest.raises(VaultDamaged, match="key file"):
        keys.open(tmp_path, RIGHT)


async def test_the_keyring_has_the_key_only_when_asked(tmp_path: Path) -> None:
    ring = Keyring()
    key = keys.create(tmp_path, RIGHT)
    assert await keys.kept(tmp_path, ring) is None
    await keys.keep(tmp_path, key, ring)
    assert await keys.kept(tmp_path, ring) == key
    assert str(tmp_path) not in str(ring.kept)
    ring.kept = dict.fromkeys(ring.kept, "nonsense")
    assert await keys.kept(tmp_path, ring) is None
    await keys.forget(tmp_path, ring)
    assert ring.kept == {}


def test_a_secret_does_not_show_itself(tmp_path: Path) -> None:
    secret = Secret("hunter2")
    shown = f"{secret} {secret!r} {secret:>10} {[secret]} {secret!s}"
    assert "hunter2" not in shown
    assert "***" in shown
    with pytest.raises(TypeError):
        pickle.dumps(secret)
    with pytest.raises(TypeError):
        hash(secret)
    assert secret != "hunter2"
    assert not Secret("")


def test_a_traceback_does_not_show_the_passphrase(tmp_path: Path) -> None:
    keys.create(tmp_path, RIGHT)
    try:
        keys.open(tmp_path, Secret("hunter2"))
    except VaultLocked as error:
        text = "".join(
            traceback.TracebackException.from_exception(error, capture_locals=True).format()
        )
        assert "***" in text
        assert "hunter2" not in text.replace(
            'Secret("hunter2")', ""
        )  # the line of this test itself
    else:
        pytest.fail("opened")


def test_home(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv(location.VARIABLE, str(tmp_path / "env"))
    assert location.home(str(tmp_path / "given")) == tmp_path / "given"
    assert location.home(None) == tmp_path / "env"
    monkeypatch.delenv(location.VARIABLE)
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    assert location.home(None).name == "auditor"
    assert not (tmp_path / "data").exists()
    assert not location.exists(tmp_path)
