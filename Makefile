# The verbs. They need Python 3.11 or newer and make; everything else goes into .venv, from requirements.lock.
#   make chat    install, index corpus/ and open a conversation; questions piped in are answered line by line
#   make test    every check, every test and the evals against their baseline
# Options for pip pass through: make chat PIP_ARGS="--extra-index-url https://download.pytorch.org/whl/cpu"

ifndef PYTHON
PYTHON := $(shell for p in python3.11 python3.12 python3.13 python3; do \
	"$$p" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo "$$p" && break; done)
endif
PIP_ARGS ?=
BIN := .venv/bin
INDEXES := build/evals

.PHONY: chat test check eval bench soak install lock clean
.DELETE_ON_ERROR:

chat: install
	@$(BIN)/askbot index corpus >&2
	@$(BIN)/askbot chat

# Two at a time, a file each, because many tests wait for processes and sockets; the evals take what is left over.
test: check
	@mkdir -p build; nice $(MAKE) --no-print-directory eval >build/eval.log 2>&1 & evals=$$!; \
	trap 'kill $$evals' INT TERM; \
	$(BIN)/python -m pytest -q -n 2 --dist loadfile -m "not soak"; tests=$$?; \
	wait $$evals; scored=$$?; \
	cat build/eval.log; \
	exit $$((tests || scored))

check: install
	@$(BIN)/ruff format --check --quiet .
	@$(BIN)/ruff check --quiet .
	@$(BIN)/mypy --no-error-summary
	@$(BIN)/lint-imports --no-logo >.venv/imports.log || { cat .venv/imports.log; exit 1; }

# Each file of cases has a corpus of its own; all are run, whatever the first ones come to.
CASES := article:corpus second:evals/corpus third:evals/corpus-3 fourth:evals/corpus-4 fifth:evals/corpus-5 \
	sixth:evals/corpus-6
# Calculations alone, on articles of their own.
MORE_CASES := seventh:evals/corpus-7 eighth:evals/corpus-8 ninth:evals/corpus-9 tenth:evals/corpus-10

eval: install
	@failed=0; \
	for pair in $(CASES); do \
		name=$${pair%%:*}; \
		$(BIN)/askbot index $${pair#*:} --index $(INDEXES)/$$name && \
		$(BIN)/askbot eval evals/$$name.jsonl --index $(INDEXES)/$$name || failed=1; \
	done; \
	exit $$failed

bench: install
	@$(BIN)/askbot index corpus >&2
	@$(BIN)/python benchmarks/all.py
	@$(BIN)/python benchmarks/session.py
	@if command -v tmux >/dev/null; then $(BIN)/python benchmarks/terminal.py; fi

soak: install
	@$(BIN)/python -m pytest -q -m soak --timeout 3600
	@$(MAKE) --no-print-directory eval CASES="$(MORE_CASES)"

install: .venv/.installed

.venv/.installed: .venv/.locked pyproject.toml
	@$(BIN)/python -m pip install -qq --disable-pip-version-check $(PIP_ARGS) --no-deps --editable .
	@$(BIN)/python -m compileall -q src/askbot # pip does it for everything else; it saves a question 0.2 s
	@touch $@

# A new lock makes a new environment, so that nothing stays in it that the lock doesn't name.
.venv/.locked: requirements.lock
	@test -n "$(PYTHON)" || { echo "Error: no Python 3.11 or newer was found." >&2; \
		echo "Try: make chat PYTHON=/path/to/python3.11" >&2; exit 1; }
	@echo "Installing into .venv; the first time this takes a few minutes." >&2
	@"$(PYTHON)" -m venv --clear .venv
	@$(BIN)/python -m pip install -qq --disable-pip-version-check $(PIP_ARGS) -r requirements.lock
	@touch $@

# Resolve pyproject.toml anew. A local build tag such as torch's +cpu is dropped: any build of the version serves.
lock: install
	@$(BIN)/python -m pip install -qq --disable-pip-version-check $(PIP_ARGS) pip-tools
	@$(BIN)/pip-compile --quiet --extra dev --strip-extras --no-header --no-annotate --no-emit-options \
		--no-emit-index-url --no-emit-find-links --no-emit-trusted-host --output-file .venv/new.lock pyproject.toml
	@{ echo "# Every package, exactly; made from pyproject.toml with: make lock"; \
		sed -n 's/^\([A-Za-z0-9_.-]*==[^+ ]*\).*/\1/p' .venv/new.lock; } > requirements.lock

clean:
	@rm -rf .venv build
