# make demo: set up and run the main job on the practice range.   make test: set up and run every guard.
# Only Python (3.11 or newer) and make are assumed. Set-up speaks on stderr, so that stdout is the program's own.

PYTHON ?= python3
VENV ?= .venv
BIN = $(VENV)/bin
ARGS ?=
TESTS = -n auto --dist worksteal --durations 10
OUT ?= dist/kit
KIT_FOR ?= here
WHEEL_ROOM ?= $(VENV)/wheel-room
PINNING = --universal --python-version 3.11 --generate-hashes --no-header --no-annotate --override .ci/requirements/override.txt

.PHONY: demo test quick test-slow test-real prove lint types layers units wheel docs pictures catalogue bench kit \
	requirements clean

# Without it, each process that the tests start would compile the whole package again.
unexport PYTHONDONTWRITEBYTECODE

demo: $(VENV)/.run
	@$(BIN)/python -m auditor demo $(ARGS)

# Two at once: the types of a fresh checkout take one core for a minute, in which the tests can begin.
test: $(VENV)/.dev
	@$(MAKE) --no-print-directory -j2 lint types layers units

# While you work.
quick: lint
	$(BIN)/python -m pytest $(TESTS) tests/unit

lint: $(VENV)/.dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: $(VENV)/.dev
	$(BIN)/mypy

layers: $(VENV)/.dev
	$(BIN)/lint-imports

units: $(VENV)/.dev
	$(BIN)/python -m compileall -q auditor
	$(BIN)/python -m pytest $(TESTS)

# The wheel as a stranger gets it: installed by pipx, away from this checkout, and put to work.
wheel: $(VENV)/.dev
	rm -rf $(WHEEL_ROOM) && mkdir -p $(WHEEL_ROOM)/away
	$(BIN)/python -m hatchling build -t wheel -d $(WHEEL_ROOM)
	cd $(WHEEL_ROOM)/away && PIPX_HOME=$$PWD/../pipx PIPX_BIN_DIR=$$PWD/../bin PIPX_MAN_DIR=$$PWD/../man \
		$(abspath $(BIN))/python -m pipx install --quiet --python $(abspath $(BIN))/python ../*.whl
	cd $(WHEEL_ROOM)/away && HOME=$$PWD ../bin/auditor demo --headless --photos 12 --json | $(abspath $(BIN))/python -c \
		"import json, sys; found = json.load(sys.stdin); assert found['photos'] and found['findings'], found"
	cd $(WHEEL_ROOM)/away && HOME=$$PWD ../bin/auditor help-now --where GB >/dev/null
	$(BIN)/python -m pip wheel --quiet --no-index --no-build-isolation --no-deps --disable-pip-version-check \
		-w $(WHEEL_ROOM)/plugin docs/example-plugin
	cd $(WHEEL_ROOM)/away && PIPX_HOME=$$PWD/../pipx PIPX_BIN_DIR=$$PWD/../bin PIPX_MAN_DIR=$$PWD/../man \
		$(abspath $(BIN))/python -m pipx inject --quiet --pip-args='--no-index --no-deps' auditor ../plugin/*.whl
	cd $(WHEEL_ROOM)/away && HOME=$$PWD ../bin/auditor checks --json | $(abspath $(BIN))/python -c \
		"import json, sys; found = json.load(sys.stdin); assert found['plugins'] == ['editing-software'], found"
	cd $(WHEEL_ROOM)/away && HOME=$$PWD ../bin/auditor plugins trust auditor-jsonfeed >/dev/null
	cd $(WHEEL_ROOM)/away && echo https://site.example/feed.json \
		| HOME=$$PWD ../bin/auditor --offline --ephemeral accounts add - --json \
		| $(abspath $(BIN))/python -c \
		"import json, sys; found = json.load(sys.stdin); assert found['account']['platform'] == 'jsonfeed', found"
	rm -rf $(WHEEL_ROOM)

# What takes longer: kill -9 in the middle of scans, everything on disk searched, every screen with every hostile text.
test-slow: wheel $(VENV)/.spark
	$(BIN)/python -m pytest $(TESTS) -m 'slow and not real'

# Against servers that this project did not write; installs them on first use.
test-real: $(VENV)/.dev
	$(BIN)/python -m pytest -m 'real and not slow' tests/real

# The long proofs, by hand: what was proven is kept in .prove, and the results go to docs/benchmarks.md.
prove: $(VENV)/.dev
	$(BIN)/python benchmarks/prove.py $(ARGS)

# For a class without internet: wheels, handouts, pages that open from a stick. KIT_FOR=here,windows:3.12,macos-arm:3.12 adds
# wheels for other computers; what cannot be had is said.
kit: $(VENV)/.dev
	@$(BIN)/python docs/kit/make.py $(OUT) --for $(KIT_FOR) $(ARGS)

docs: $(VENV)/.dev
	$(BIN)/python -m tests.documents write

pictures: $(VENV)/.dev
	$(BIN)/python docs/pictures/make.py

catalogue: $(VENV)/.dev
	$(BIN)/python -m tests.catalogue write

bench: $(VENV)/.dev
	$(BIN)/python benchmarks/memory.py
	$(BIN)/python benchmarks/resume.py 500 10 1
	$(BIN)/python benchmarks/hashing.py
	$(BIN)/python benchmarks/matching.py
	$(BIN)/python benchmarks/recall.py

# Needs uv. Pins by version and hash; no download address is written. The override leaves out the second of two OpenCV packages,
# which needs a system library; so the files are installed with --no-deps.
requirements:
	uv pip compile pyproject.toml --extra vision $(PINNING) -o .ci/requirements/run.txt
	uv pip compile --group build $(PINNING) -o .ci/requirements/build.txt
	uv pip compile --group dev pyproject.toml --extra vision $(PINNING) -o .ci/requirements/dev.txt
	uv pip compile --group spark $(PINNING) -o .ci/requirements/spark.txt

# Half a GB, and only for the tests of a search on Spark; it comes as a source archive without code to compile.
$(VENV)/.spark: .ci/requirements/spark.txt | $(VENV)/.dev
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --require-hashes -r .ci/requirements/spark.txt >&2
	@touch $@

clean:
	rm -rf $(VENV) dist build .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit("auditor needs Python 3.11 or newer; name one with: make PYTHON=python3.12 ...") if sys.version_info < (3, 11) else None' >&2
	@$(PYTHON) -m venv $(VENV) >&2

$(VENV)/.run: .ci/requirements/run.txt | $(BIN)/python
	@echo 'Setting up (a minute or two on a new machine).' >&2
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --require-hashes -r .ci/requirements/run.txt -r .ci/requirements/build.txt >&2
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e . >&2
	@touch $@

$(VENV)/.dev: .ci/requirements/dev.txt | $(BIN)/python
	@echo 'Setting up for the tests (a minute or two on a new machine).' >&2
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --require-hashes -r .ci/requirements/dev.txt >&2
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e . >&2
	@touch $@ $(VENV)/.run
