# Two commands do everything on a fresh machine: make demo, make test.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
export NAQL_DATA ?= $(wildcard $(abspath ../shared/data))

.PHONY: demo test test-cluster gate bench clean

# Each set of packages is installed once, and again when pyproject.toml changes.
$(VENV)/.ready: pyproject.toml
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --upgrade pip
	$(BIN)/python -m pip install --quiet --editable .
	touch $@

$(VENV)/.ready-%: pyproject.toml $(VENV)/.ready
	$(BIN)/python -m pip install --quiet --editable '.[$*]'
	touch $@

demo: $(VENV)/.ready
	$(BIN)/naql compare examples/pair/fuel_a.txt examples/pair/fuel_b.txt
	$(BIN)/naql compare examples/pair/fuel_a.txt examples/pair/fuel_b.txt --html demo/pair.html
	$(BIN)/naql trace examples/news.jsonl -o demo/project
	$(BIN)/naql story demo/project flood-wire --no-evidence
	$(BIN)/naql report demo/project -o demo/report.html
	@echo "Open demo/report.html and demo/pair.html in a browser."

test: $(VENV)/.ready-dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/python -m pytest -m "not cluster"

test-cluster: $(VENV)/.ready-dev $(VENV)/.ready-cluster
	$(BIN)/python -m pytest -m cluster

gate: $(VENV)/.ready-dev
	$(BIN)/python -m benchmarks.gate

bench: $(VENV)/.ready-bench
	$(BIN)/python -m benchmarks.quality
	$(BIN)/python -m benchmarks.attribution
	$(BIN)/python -m benchmarks.attribution --errors
	$(BIN)/python -m benchmarks.attribution --speed
	$(BIN)/python -m benchmarks.changes
	$(BIN)/python -m benchmarks.values
	$(BIN)/python -m benchmarks.recognizers
	$(BIN)/python -m benchmarks.claims
	$(BIN)/python -m benchmarks.transmission --preset all --stories 100
	$(BIN)/python -m benchmarks.transmission.real
	$(BIN)/python -m benchmarks.transmission.scale
	$(BIN)/python -m benchmarks.speed
	$(BIN)/python -m benchmarks.kernels
	$(BIN)/python -m benchmarks.growth

clean:
	rm -rf $(VENV) demo build dist
