# One command for each task: `make help` lists them. CI calls the same ones.

PYTHON ?= python3
BIN := .venv/bin
INSTALLED := .venv/.installed
ARGS ?=

.PHONY: help setup lab build book screens test lessons check format mutants colab grade-demo bench clean
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:

help: ## list these commands
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-10s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

setup: $(INSTALLED) ## make .venv with everything that the course needs

# The stamp is newer than the files it depends on, so a second run does nothing until one of them changes.
$(INSTALLED): pyproject.toml constraints.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || { \
	  echo "make: $(PYTHON) is $$($(PYTHON) --version 2>/dev/null || echo not there); Python 3.11 or newer is needed." \
	       "Install one and name it: make $(or $(MAKECMDGOALS),setup) PYTHON=python3.12" >&2; exit 2; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || { \
	  echo "make: $(PYTHON) cannot make virtual environments. On Debian and Ubuntu: sudo apt-get install python3-venv" >&2; \
	  exit 2; }
	@echo "Setting up .venv: this takes some minutes the first time, and seconds afterwards."
	@$(PYTHON) -m venv .venv
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --constraint constraints.txt --editable '.[lab,grading,cluster,book,test]'
	@$(BIN)/jupyter labextension disable '@jupyterlab/apputils-extension:announcements' >/dev/null 2>&1  # no news in a first lesson
	@touch $@

lab: setup ## open JupyterLab on your own copy of the lessons; it also takes options: ARGS="--no-browser --port 9000"
	@$(BIN)/course lab $(ARGS)

build: setup ## build notebooks/ from solutions/*.py
	@$(BIN)/course build

book: build ## make the book, in build/book; only lessons that have changed run again
	@$(BIN)/python -m course_utils.book

test: setup ## run every test, with short trainings; ARGS="tests/data" picks some
	@$(BIN)/python -m pytest -n 2 --dist worksteal -rs $(ARGS)

lessons: setup ## run every lesson, untouched and solved, with its trainings in full
	@$(BIN)/python -m pytest -n 2 tests/test_release.py -k runs_to_its_end --full $(ARGS)

screens: setup ## take screenshots of lessons, cards and explorers, in build/screens, and renew the picture in README.md
	@rm -rf build/screens
	@$(BIN)/python -m pytest -q tests/browser
	@cp build/screens/01-a-mistake-is-named-light.png docs/check.png

check: setup ## lint, check types, and fail if notebooks/ is out of date or reveals a solution
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy
	@$(BIN)/course build --check

format: setup ## put the code into its one format
	@$(BIN)/ruff check --fix-only --quiet .
	@$(BIN)/ruff format .

mutants: setup ## change right answers in small ways; each check must refuse them; ARGS="crop 05" picks some
	@PYTHONPATH=tests $(BIN)/python -m mutants $(ARGS)

colab: setup ## run every notebook with Colab's packages, in a separate environment; ARGS="--python python3.12 pooling"
	@PYTHONPATH=tests $(BIN)/python -m colab $(ARGS)

grade-demo: setup ## grade a class of honest, mistaken, malformed and hostile submissions, in build/class
	@rm -rf build/class
	@$(BIN)/course build >/dev/null
	@$(BIN)/python tests/grading/demo_class.py build/class/submitted
	@COURSE_GRADING=build/class $(BIN)/course grade 01_filters --feedback --report build/class/report.html $(ARGS)

bench: setup ## measure imports, checks, the build, clone, data, explorers, convolutions and trainings in NumPy
	@$(BIN)/python benchmarks/house.py
	@$(BIN)/python benchmarks/convolution.py
	@$(BIN)/python benchmarks/data.py
	@PYTHONPATH=tests $(BIN)/python benchmarks/explorers.py
	@$(BIN)/python benchmarks/numpy_cnn.py

clean: ## remove what was built and cached; your work/, grading/ and .venv stay
	@rm -rf build .pytest_cache .mypy_cache .ruff_cache .hypothesis *.egg-info
	@find . -path ./.venv -prune -o -path ./work -prune -o -path ./grading -prune -o \
	  '(' -name __pycache__ -o -name .ipynb_checkpoints ')' -type d -prune -exec rm -rf '{}' +
