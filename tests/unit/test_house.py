"""The rules of the house that no linter knows, read off the code itself."""

from __future__ import annotations

import ast
import graphlib
import re
import subprocess
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

import grimp
import pytest

from auditor import checks, sources
from auditor.archives import all_formats
from auditor.domain.remedies import RemedyKey
from tests.code import PACKAGE, ROOT, nodes_of, tree_of
from tests.rows import each_row

FILES = sorted(PACKAGE.rglob("*.py"))
ALL_CODE = sorted(
    path for room in ("auditor", "tests", "benchmarks") for path in (ROOT / room).rglob("*.py")
)
CORE = ("domain", "ports", "hashing", "checks", "guidance", "engine", "report")
OUTSIDE = ("textual", "PIL", "imagehash", "httpx", "sqlcipher3", "keyring")

PLURALS = PACKAGE / "messages" / "__init__.py"
"""The forms of a sentence for one thing and for many."""
WORDS = re.compile(r"[a-z][a-z0-9]*(?:-[a-z0-9]+)+")

MOST_MODULES = 14
MOST_LINES_OF_A_FILE = 500
MOST_LINES_OF_A_FUNCTION = 60
MOST_EXCEPTIONS = 10

REGISTRIES = {
    "checks",
    "cli/commands",
    "tui/screens",
    "sources",
    "archives",
    "questions",
    "services",
    "report/json",
    "ports",
}
"""Folders of one thing a file, each named in a registry: they may be as long as the registry is."""

EXCEPTIONS: Mapping[str, str] = {
    "cli/app.py:main_callback": "its parameters are the options that stand before every command",
    "cli/commands/import_archive.py:import_archive": "its parameters are the options, as read",
    "cli/commands/letter.py:letter": "its parameters are the options, as typer reads them",
    "cli/commands/case.py:case": "its parameters are the options, as typer reads them",
    "cli/commands/harden.py:harden": "its parameters are the options, as typer reads them",
    "practice/drawing/pets.py:_cat": "one drawing, stroke after stroke",
    "practice/drawing/portrait.py:_mouth": "one drawing, stroke after stroke",
}
"""Folders, prefixes (`FOLDER/PREFIX_*`) and functions that are larger than the rule, and why."""


BINDING: tuple[type[ast.AST], ...] = (
    ast.Name,
    ast.arg,
    ast.FunctionDef,
    ast.AsyncFunctionDef,
    ast.ExceptHandler,
    ast.MatchAs,
    ast.MatchStar,
    ast.MatchMapping,
    ast.alias,
)
"""The kinds of nodes that `bound_names` looks at."""


@each_row("room", CORE)
def test_core_runs_without_the_outside(room: str) -> None:
    modules = [
        module_name(path)
        for path in FILES
        if path.relative_to(PACKAGE).parts[0].removesuffix(".py") == room
    ]
    code = f"import sys, importlib\nfor name in {modules!r}: importlib.import_module(name)\n"
    code += f"print(*sorted(set({OUTSIDE!r}) & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert modules
    assert done.stdout.split() == []


@each_row("said", ["--help", "help-now Spain", "law --where DE", "checks"])
def test_what_somebody_types_first_loads_little(said: str) -> None:
    heavy = {
        *("PIL", "asyncio", "bs4", "cryptography", "httpx", "numpy", "pydantic", "rich"),
        *("sqlcipher3", "textual"),
    }
    code = "import sys\nfrom auditor.cli.app import run\n"
    code += f"code = run({said.split()!r})\n"
    code += f"print('loaded', *sorted({heavy!r} & set(sys.modules)), file=sys.stderr)\n"
    code += "sys.exit(code)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout
    assert done.stderr.splitlines()[-1] == "loaded"


def test_help_now_reads_only_what_it_shows() -> None:
    late = {"auditor.guidance.laws.laws", "importlib.resources", "tempfile", "zipfile"}
    code = "import sys\nfrom auditor.cli.app import run\n"
    code += f"run(['help-now'])\nprint('loaded', *sorted({late!r} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "loaded"


def test_one_command_imports_no_other() -> None:
    code = "import sys\nfrom auditor.cli.app import run\nrun(['checks'])\n"
    code += "print(*(name for name in sys.modules if name.startswith('auditor.cli.commands.')))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "auditor.cli.commands.checks"


def test_commands_without_network_load_no_heavy_library() -> None:
    heavy = {"httpx", "httpcore", "bs4", "numpy", "cryptography", "PIL", "textual", "rich"}
    said = "photos", "findings", "accounts list", "places", "network-log", "checks"
    code = "import sys\nfrom auditor.cli.app import run\n"
    code += f"for words in {said!r}:\n    run(['--ephemeral', *words.split(), '--json'])\n"
    code += f"print('loaded', *sorted({heavy!r} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    documents, _, loaded = done.stdout.rpartition("loaded")
    assert documents.count('"schema"') == len(said)
    assert loaded.split() == []


LATE = frozenset(
    {
        *("auditor.checks", "auditor.engine.judge.evaluate", "auditor.engine.overview"),
        *("auditor.guidance.playbooks", "auditor.questions", "auditor.sources.website.source"),
        *("auditor.domain.likeness.likeness", "auditor.vault.tables.outside"),
        *("auditor.vault.tables.scan_writes", "auditor.vault.tables.prints", "lxml", "numpy"),
        *("auditor.report.json", "auditor.guidance.handover", "auditor.markup.page", "protego"),
        *("auditor.domain.findings.digest", "auditor.domain.findings.verify"),
        *("auditor.domain.hardening", "auditor.engine.signer", "auditor.readers.process.pool"),
        *(
            "auditor.engine.verify.verifier",
            "auditor.engine.plan.book",
            "auditor.sources.wordpress",
        ),
        "importlib.metadata",
    }
)
"""What takes long to load and a list of what the vault holds does not need."""


LISTS = ("photos", "findings", "accounts list", "network-log", "private list", "changes")
OF_THE_OUTSIDE = ("reported list", "breaches --list", "likeness-watch --dry-run")


OUTSIDE_RECORDS = frozenset({"auditor.vault.tables.outside", "auditor.domain.findings.verify"})
"""What of this a list of what was looked up outside does need."""


@each_row("said", [*LISTS, *OF_THE_OUTSIDE])
def test_a_list_of_the_vault_loads_only_what_it_shows(said: str) -> None:
    late = LATE - OUTSIDE_RECORDS if said in OF_THE_OUTSIDE else LATE
    code = "import sys\nfrom auditor.cli.app import run\n"
    code += f"run(['--ephemeral', *{said.split()!r}])\n"
    code += f"print('loaded', *sorted({set(late)!r} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "loaded"


def test_stdout_has_one_writer() -> None:
    prints = [
        f"{short(path)}:{node.lineno}"
        for path in FILES
        for node in nodes_of(path, ast.Call)
        if isinstance(node.func, ast.Name) and node.func.id == "print"
    ]
    assert prints == [], "cli/output.py is the only writer"


def test_no_import_circle() -> None:
    graph = grimp.build_graph("auditor")
    imports = {module: graph.find_modules_directly_imported_by(module) for module in graph.modules}
    assert len(imports) > len(FILES) // 2
    try:
        graphlib.TopologicalSorter(imports).prepare()
    except graphlib.CycleError as error:
        pytest.fail("these modules import each other: " + " -> ".join(error.args[1]))


def test_nothing_is_called_one() -> None:
    found = [
        f"{path.relative_to(ROOT)}:{line}"
        for path in ALL_CODE
        for name, line in bound_names(nodes_of(path, *BINDING))
        if name == "one" and path != PLURALS
    ]
    assert found == [], "take the noun of what it is"


def test_no_public_class_name_twice() -> None:
    """Nor is an alias called as a class is; classes inside a class go by both names."""
    homes: dict[str, list[str]] = defaultdict(list)
    aliases: dict[str, list[str]] = defaultdict(list)
    for path in FILES:
        for name in classes(tree_of(path)):
            homes[name].append(short(path))
        for name in assigned(tree_of(path)):
            aliases[name].append(short(path))
    found = {
        name: [*files, *aliases[name]]
        for name, files in homes.items()
        if len(files) + len(aliases[name]) > 1 and not name.startswith("_")
    }
    assert found == {}


MADE_TITLES = "cli/parser/check_titles.py"
"""Made of the checks by `make docs`, and held equal to them by test_documents."""


def test_keys_stand_as_literals_only_at_home() -> None:
    """A remedy key, check id or platform name is written once; everybody else asks its home."""
    homes = homes_of_keys()
    found = [
        f"{short(path)}:{line} {key}"
        for path in FILES
        if short(path) not in {"checks/__init__.py", "sources/__init__.py", MADE_TITLES}
        for key, line in keys_in(tree_of(path), frozenset(homes))
        if not short(path).startswith(tuple(homes[key]))
    ]
    assert found == []


@each_row(
    "code",
    [
        "for one in range(3): ...",
        "async def read(them):\n    async for one in them: ...",
        "[one for one in ()]",
        "sorted((), key=lambda one: one)",
        "with open('x') as one: ...",
        "try: ...\nexcept OSError as one: ...",
        "if one := 1: ...",
        "def read(*, one): ...",
        "def read(*one): ...",
        "match 1:\n    case one: ...",
        "match []:\n    case [*one]: ...",
        "match {}:\n    case {**one}: ...",
        "def one(): ...",
        "import os as one",
        "one = 1",
    ],
)
def test_every_way_to_name_a_thing_is_seen(code: str) -> None:
    parts = [node for node in ast.walk(ast.parse(code)) if isinstance(node, BINDING)]
    assert "one" in {name for name, _line in bound_names(parts)}


@each_row(
    "code",
    [
        "x = 'clean-metadata'",
        "x = f'{y}clean-metadata'",
        "x = f'remedy:clean-metadata:{y}'",
        "x = {'clean-metadata': 1}",
        "match x:\n    case 'clean-metadata': ...",
        "x = b'clean-metadata'",
        "class Kind(StrEnum):\n    def said(self): return self == 'clean-metadata'",
        "x = f'mastodon'",
        "x = f'mastodon:{y}'",
        "x = f'{y} / mastodon'",
    ],
)
def test_every_way_to_write_a_key_is_seen(code: str) -> None:
    assert list(keys_in(ast.parse(code), frozenset({"clean-metadata", "mastodon"})))


@each_row(
    "code",
    [
        '"""Take clean-metadata for what is in the file."""',
        "class Kind(StrEnum):\n    CLEAN = 'clean-metadata'",
        "x = 'Add it as mastodon.'",
        "x = 'clean-metadata-twice'",
    ],
)
def test_words_and_closed_sets_are_no_keys(code: str) -> None:
    assert not list(keys_in(ast.parse(code), frozenset({"clean-metadata", "mastodon"})))


def test_classes_under_a_condition_are_seen() -> None:
    code = "if True:\n    class Photo: ...\ntry:\n    class Facts: ...\nexcept OSError: ..."
    assert list(classes(ast.parse(code))) == ["Photo", "Facts"]
    assert list(assigned(ast.parse("Photo = int\nFacts: TypeAlias = int"))) == ["Photo", "Facts"]


def test_sizes() -> None:
    """Large folders, files of one prefix and long functions: few, and each with its reason."""
    found = {*large_folders(), *shared_prefixes(), *long_functions()}
    assert sorted(found - set(EXCEPTIONS)) == [], "split it, or give the reason in EXCEPTIONS"
    assert sorted(set(EXCEPTIONS) - found) == [], "no exception any more"
    assert len(EXCEPTIONS) <= MOST_EXCEPTIONS
    assert all(EXCEPTIONS.values())


def test_files_stay_small() -> None:
    lines = {short(path): len(path.read_text("utf-8").splitlines()) for path in FILES}
    assert {name: count for name, count in lines.items() if count > MOST_LINES_OF_A_FILE} == {}


def test_no_room_is_empty() -> None:
    """A folder that holds nothing but an empty `__init__.py` promises code that is not there."""
    empty = [
        short(path.parent)
        for path in FILES
        if path.name == "__init__.py"
        and not path.read_text("utf-8").strip()
        and not [
            other
            for other in path.parent.iterdir()
            if other.name not in {"__init__.py", "__pycache__"}
        ]
    ]
    assert empty == []


def large_folders() -> Iterator[str]:
    counts = Counter(short(path.parent) for path in FILES if path.name != "__init__.py")
    return (
        folder
        for folder, count in counts.items()
        if count > MOST_MODULES and folder not in REGISTRIES
    )


def shared_prefixes() -> Iterator[str]:
    counts = Counter(
        (short(path.parent), path.stem.split("_")[0])
        for path in FILES
        if path.name != "__init__.py" and short(path.parent) not in REGISTRIES
    )
    return (f"{folder}/{prefix}_*" for (folder, prefix), count in counts.items() if count >= 3)


def long_functions() -> Iterator[str]:
    for path in FILES:
        functions: Iterator[ast.FunctionDef | ast.AsyncFunctionDef] = nodes_of(
            path, ast.FunctionDef, ast.AsyncFunctionDef
        )
        for node in functions:
            lines = (node.end_lineno or node.lineno) - node.lineno + 1
            if lines > MOST_LINES_OF_A_FUNCTION:
                yield f"{short(path)}:{node.name}"


def bound_names(nodes: Iterable[ast.AST]) -> Iterator[tuple[str, int]]:
    """Yield everything that gets a name, with its line."""
    for node in nodes:
        match node:
            case ast.Name(id=name, ctx=ast.Store()) | ast.arg(arg=name):
                yield name, node.lineno
            case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name):
                yield name, node.lineno
            case ast.ExceptHandler(name=str(name)) | ast.MatchAs(name=str(name)):
                yield name, node.lineno
            case ast.MatchStar(name=str(name)) | ast.MatchMapping(rest=str(name)):
                yield name, node.lineno
            case ast.alias(asname=str(name)):
                yield name, node.lineno


def outermost(tree: ast.AST) -> Iterator[ast.AST]:
    """Yield the statements of a module, those under a condition too."""
    for node in ast.iter_child_nodes(tree):
        yield node
        if not isinstance(node, ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef | ast.expr):
            yield from outermost(node)


def classes(tree: ast.Module) -> Iterator[str]:
    return (node.name for node in outermost(tree) if isinstance(node, ast.ClassDef))


def assigned(tree: ast.Module) -> Iterator[str]:
    for node in outermost(tree):
        match node:
            case ast.Assign(targets=[ast.Name(id=name)]) | ast.AnnAssign(target=ast.Name(id=name)):
                yield name


ARCHIVED = {each.platform for each in all_formats()}
"""Platforms that hand out archives; what strangers get of some is read as well."""


def homes_of_keys() -> dict[str, set[str]]:
    """Return where each key may stand, as starts of paths."""
    homes: dict[str, set[str]] = defaultdict(set)
    for key in RemedyKey:
        homes[key.value].add("domain/remedies.py")
    for check in checks.ALL:
        homes[check.id].add("checks/")
    for entry in sources.ALL:
        # The range may not import the sources that read it, and names them once.
        homes[entry.name] |= {f"sources/{entry.name}/", "practice/stories/rows.py"}
        if isinstance(
            entry, sources.KeySourceEntry
        ):  # the keyring, which knows no source, has its key
            homes[entry.name].add("adapters/keys/known_services.py")
        homes[entry.name].add("engine/accounts/closed_platforms.py")  # hosts, whoever reads them
        if entry.name in ARCHIVED:  # formats, which know no source
            homes[entry.name] |= {"archives/", "captures/"}
    homes["website"].add("sources/atproto/records.py")  # a field of the profile's lexicon
    homes["website"] |= {"archives/formats/instagram.py", "archives/formats/x.py"}  # a field
    return homes


def keys_in(tree: ast.AST, keys: frozenset[str]) -> Iterator[tuple[str, int]]:
    """Yield the keys that stand in strings, with their lines.

    A key of several words is one wherever it stands; one that is a word of the language only where
    nothing else does. Docstrings explain, and members of an enumeration are at home in its closed
    set.
    """
    nodes = list(ast.walk(tree))
    at_home = {id(node.value) for node in nodes if isinstance(node, ast.Expr)}
    at_home |= {
        id(member.value)
        for node in nodes
        if isinstance(node, ast.ClassDef)
        and any(ast.unparse(base).endswith("Enum") for base in node.bases)
        for member in node.body
        if isinstance(member, ast.Assign)
    }
    for node in nodes:
        if isinstance(node, ast.Constant) and id(node) not in at_home:
            text = node.value.decode("latin-1") if isinstance(node.value, bytes) else node.value
            if isinstance(text, str):
                alone = text.strip(" :;,./#=|()[]")
                words = {alone, *WORDS.findall(text)}
                yield from (
                    (key, node.lineno) for key in sorted(keys & words) if "-" in key or key == alone
                )


def short(path: Path) -> str:
    return path.relative_to(PACKAGE).as_posix()


def module_name(path: Path) -> str:
    parts = ("auditor", *path.relative_to(PACKAGE).with_suffix("").parts)
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)
