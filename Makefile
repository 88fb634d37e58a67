# What there is to run. Everything that Python needs goes into .venv; constraints.txt says in which versions.

.DEFAULT_GOAL := help
SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DELETE_ON_ERROR:
MAKEFLAGS += --no-builtin-rules

# PYTHON=... chooses the interpreter that .venv is made from; JOBS=1 runs the tests one after another;
# ARGS="-k reach" goes to pytest or to the benchmark.
PYTHON ?=
JOBS ?= 2
ARGS ?=

venv := .venv
bin := $(venv)/bin
stamps := $(venv)/.stamps
pins := pyproject.toml constraints.txt
# --build-constraint: the build backend is pinned too
pip_install := $(bin)/python -m pip install --quiet --disable-pip-version-check \
	-c constraints.txt --build-constraint constraints.txt
tools := --group test --group check
# Spark is 400 MB, and of no use without a JVM
with_spark := $(if $(shell command -v java),$(stamps)/spark)
# nor is the checker of HTML without one
with_validator := $(if $(shell command -v java),$(stamps)/validator)

.PHONY: help demo test check bench clean

help: ## list what can be run
	@grep -hE '^[a-z]+:.*## ' Makefile | sed -E 's/^([a-z]+):.*## (.*)/make \1\t\2/' | expand -t 14

demo: $(stamps)/run ## write two reports, one on simulated and one on real careers, and name them
	@mkdir -p reports
	$(bin)/outgrow report "social media manager" --out reports/social-media-manager.html
	$(bin)/outgrow report title:sales --toward title:managers --careers nlsy --out reports/nlsy-sales.html

test: $(stamps)/dev $(with_spark) $(with_validator) ## run every test; what this machine cannot have is named at the end
	@scripts/system-packages.sh
	$(bin)/python -m pytest -n $(JOBS) --dist loadfile --no-loadscope-reorder $(ARGS)

check: $(stamps)/dev ## lint, formatting and types
	$(bin)/ruff check .
	$(bin)/ruff format --check .
	$(bin)/mypy

bench: $(stamps)/bench ## measure reach beside other programs, on a small size; ARGS="--people 1000000" on a larger
	$(bin)/python bench/reach.py --results reports/bench $(ARGS)

clean: ## remove .venv, reports and all that tools left
	rm -rf $(venv) reports dist build .pytest_cache .mypy_cache .ruff_cache .hypothesis
	find src tests bench -name __pycache__ -type d -prune -exec rm -rf {} +

$(stamps)/venv:
	@scripts/make-venv.sh $(venv) $(PYTHON)
	@mkdir -p $(stamps) && touch $@

# again whenever what is asked for changes
$(stamps)/pip: $(stamps)/venv $(pins)
	@$(bin)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt --upgrade pip
	@touch $@

$(stamps)/run: $(stamps)/pip
	@echo "Setting up outgrow in $(venv)"
	@$(pip_install) -e .
	@touch $@

$(stamps)/dev: $(stamps)/pip
	@echo "Setting up outgrow and its test tools in $(venv)"
	@$(pip_install) -e '.[pandas,polars,postgres]' $(tools)
	@touch $@ $(stamps)/run

$(stamps)/bench: $(stamps)/pip
	@echo "Setting up outgrow and what it is measured against in $(venv)"
	@$(pip_install) -e . --group bench
	@touch $@ $(stamps)/run

$(stamps)/spark: $(stamps)/dev
	@echo "Setting up PySpark in $(venv)"
	@$(pip_install) -e '.[spark]'
	@touch $@

$(stamps)/validator: $(stamps)/dev
	@echo "Setting up the Nu Html Checker in $(venv)"
	@$(pip_install) --group validator
	@touch $@
