# make run   environment + the studio on its bundled sample
# make test  environment + every check, without a display
# make bench the measurements quoted in README.md
#
# A CPU-only torch is a tenth of the download; where PyTorch's index is reachable:
#   make run TORCH_INDEX=https://download.pytorch.org/whl/cpu

PYTHON ?= python3
VENV ?= .venv
TORCH_INDEX ?=
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt

export OMP_WAIT_POLICY := PASSIVE
export GOMP_SPINCOUNT := 0

.PHONY: run test bench check-python libraries screenshot translations clean

run: $(VENV)/.run
	@$(BIN)/npu-studio sample:street

test: export QT_QPA_PLATFORM := offscreen
test: $(VENV)/.dev
	@$(BIN)/python -m engine.system
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	OMP_NUM_THREADS=1 $(BIN)/python -m pytest -n auto --dist loadfile \
	  --no-loadscope-reorder

bench: $(VENV)/.dev
	$(BIN)/python -m tests.benchmarks

screenshot: $(VENV)/.dev
	$(BIN)/python -m tests.screenshots

translations: $(VENV)/.dev
	$(BIN)/python -m resources.translations.update

check-python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || { \
	  echo "NPU Studio needs Python 3.11 or newer; '$(PYTHON)' is not. Try: make run PYTHON=python3.11" >&2; exit 2; }

$(BIN)/python: | check-python
	@$(PYTHON) -m venv $(VENV) || { \
	  echo "Python's venv module is missing; on Debian and Ubuntu install it with: sudo apt install python3-venv" >&2; exit 2; }

$(VENV)/.torch: constraints.txt | $(BIN)/python
	@echo "Installing torch (once; about 200 MB for the CPU build)…"
	@$(PIP) $(if $(TORCH_INDEX),--index-url $(TORCH_INDEX)) $$(grep '^torch==' constraints.txt)
	@touch $@

$(VENV)/.run: pyproject.toml constraints.txt $(VENV)/.torch
	@echo "Installing NPU Studio…"
	@$(PIP) -e .
	@touch $@

$(VENV)/.dev: pyproject.toml constraints.txt $(VENV)/.torch
	@echo "Installing NPU Studio and its test tools…"
	@$(PIP) -e '.[dev]'
	@touch $@ $(VENV)/.run

clean:
	rm -rf $(VENV) .mypy_cache .pytest_cache .ruff_cache .hypothesis .import_linter_cache
