# Paycurve's doors for people: each target sets up what it needs, and does nothing twice.

PORT := 8501
VENV := .venv
PY   := $(VENV)/bin/python
UV   := uv==0.13.8
FONTTOOLS := fonttools==4.68.0
PIP  := $(PY) -m pip install -qq --disable-pip-version-check --require-hashes --only-binary :all:

RUNTIME := $(VENV)/runtime.stamp
CLUSTER := $(VENV)/cluster.stamp
DEV     := $(VENV)/dev.stamp
BENCH   := $(VENV)/bench.stamp

# The tests start Python many hundred times: what it has compiled is kept, whatever the shell says.
unexport PYTHONDONTWRITEBYTECODE

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: help run cluster setup test check format bench lock scripts fonts browser

help: ## this list
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "make %-8s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

run: $(RUNTIME) ## the app on http://localhost:8501 (make run PORT=8600 for another port)
	$(PY) -m streamlit run app.py --server.port $(PORT)

cluster: $(CLUSTER) ## what `--cluster` needs on top of the app, on this machine and on each worker's

setup: $(DEV) ## everything Python needs for the app, the tests and the checks, in .venv

test: $(DEV) browser ## all tests, browser included (make test ARGS="-k carry_over" for some)
	$(PY) -m pytest --numprocesses auto $(ARGS)

check: $(DEV) ## layout, lint and types
	$(PY) -m ruff format --check .
	$(PY) -m ruff check .
	$(PY) -m mypy

format: $(DEV) ## put the layout right
	$(PY) -m ruff format .

bench: $(BENCH) ## the engine's speed beside other ways to compute the same (make bench ARGS=...)
	$(PY) -m pytest tests/bench
	$(PY) -m tests.bench.run $(ARGS)

# Leaves $$python as the first interpreter that the pinned packages exist for and that can make a
# virtual environment. Each is run, not only looked for: a name on the path may be a shim for nothing.
PYTHONS := $(or $(PYTHON),python3 python3.14 python3.13 python3.12 python3.11)
define find_python
	fits=; python=; \
	for name in $(PYTHONS); do \
	  $$name -c 'import sys; sys.exit(not (3, 11) <= sys.version_info < (3, 15))' 2>/dev/null \
	    || continue; \
	  fits="$${fits:-$$name}"; \
	  $$name -c 'import ensurepip, venv' 2>/dev/null && { python=$$name; break; }; \
	done; \
	if [ -z "$$fits" ]; then \
	  found=$$($(firstword $(PYTHONS)) --version 2>&1 | head -n 1); \
	  echo "Paycurve needs Python 3.11, 3.12, 3.13 or 3.14; $(firstword $(PYTHONS)) here is:" \
	    "$${found:-missing}. Install one, or name one: make PYTHON=/path/to/python3 ..." >&2; \
	  exit 1; \
	elif [ -z "$$python" ]; then \
	  echo "Paycurve needs Python's venv module, which $$fits here lacks." \
	    "On Debian or Ubuntu: apt-get install python3-venv" >&2; \
	  exit 1; \
	fi
endef

# The runtime is always built from nothing, so no package outlives its line in requirements.txt and
# an interrupted install leaves no stamp. What is needed on top is added to it.
$(RUNTIME): requirements.txt
	@$(find_python); \
	echo "Setting up $(VENV) with $$($$python --version): about a minute, once."; \
	$$python -m venv --clear $(VENV)
	@$(PIP) -r requirements.txt
	@touch $@

$(CLUSTER): requirements-cluster.txt $(RUNTIME)
	@$(PIP) -r requirements-cluster.txt
	@touch $@

$(DEV): requirements-dev.txt $(RUNTIME)
	@$(PIP) -r requirements-dev.txt
	@touch $@

$(BENCH): requirements-bench.txt $(DEV)
	@$(PIP) -r requirements-bench.txt
	@touch $@

# A stamp proves nothing once the Python that the environment was made with is gone or replaced.
ifneq ($(shell $(PY) -c 'import importlib.util; print(importlib.util.find_spec("streamlit") is not None)' 2>/dev/null),True)
.PHONY: $(RUNTIME)
endif

# Debian's Chromium and Chinese glyphs, for the browser tests; LibreOffice and Poppler, for tests that
# open what is written and look at it. Whether the absence of these skips tests or fails them is
# decided in tests/e2e/conftest.py and tests/rendering.py.
browser:
	@missing=; \
	office=$$(dirname "$$(readlink -f "$$(command -v soffice)")" 2>/dev/null); \
	for part in calc:sc impress:sd writer:sw; do \
	  [ -e "$$office/lib$${part#*:}lo.so" ] || [ "$$(uname)" != Linux ] && command -v soffice >/dev/null \
	    || missing="$$missing libreoffice-$${part%:*}-nogui"; \
	done; \
	command -v pdftoppm >/dev/null || missing="$$missing poppler-utils"; \
	{ command -v chromium || command -v google-chrome; } >/dev/null || missing="$$missing chromium"; \
	[ -n "$$(fc-list :lang=zh 2>/dev/null)" ] || missing="$$missing fontconfig fonts-noto-cjk"; \
	[ -n "$$missing" ] || exit 0; \
	as_root=; [ "$$(id -u)" = 0 ] || as_root="sudo -n"; \
	if command -v apt-get >/dev/null && $$as_root true 2>/dev/null; then \
	  echo "Installing for the tests: $$missing"; \
	  apt="$$as_root env DEBIAN_FRONTEND=noninteractive apt-get -qq \
	    -o Acquire::Retries=3 -o DPkg::Lock::Timeout=300"; \
	  $$apt update && $$apt install -y --no-install-recommends $$missing </dev/null >/dev/null \
	    && exit 0; \
	  echo "apt-get failed; missing for the tests: $$missing" >&2; \
	else \
	  echo "Missing for the tests: $$missing. Installing that takes apt-get, and root or" \
	    "sudo without a password." >&2; \
	fi

# Needs Node.js; what it makes lies in the repository, so nobody else does.
scripts: ## renew the JavaScript of others that pages load, from pinned npm packages
	$(call in_one_file,pages/ui/editor/codemirror)
	$(call in_one_file,pages/ui/kit/plotly)

# Makes of the packages in a folder one file in served/ beside it, and lists their licences there.
define in_one_file
cd $(1) && npm ci --ignore-scripts --no-audit --no-fund && \
npx esbuild source.js --bundle --format=esm --minify --target=es2022 --legal-comments=none \
  --define:global=window --loader:.css=empty --metafile=parts.json \
  --outfile=../served/$(notdir $(1)).js && \
{ echo "$(notdir $(1)).js is made of the packages below, each under its licence."; \
  for package in $$(grep -o 'node_modules/\(@[^/"]*/\)\?[^/"]*' parts.json | sort -u); do \
    for licence in $$(ls $$package/LICENSE* $$package/license* 2>/dev/null); do \
      echo; echo "$$package" | sed 's,node_modules/,== ,'; echo; cat "$$licence"; done; done; \
} > ../served/LICENSE && rm -rf node_modules parts.json
endef

# Cut from Debian's package fonts-noto-cjk (Noto Sans CJK SC 2.004). The regular one has every Chinese
# character of the whole family, the bold one those of everyday use; a heading takes rare ones from
# the regular one. Latin of its Korean face sets English, whose quotation marks are not as wide as a
# Chinese character. What it makes lies in the repository.
NOTO    := /usr/share/fonts/opentype/noto/NotoSansCJK
FONTS   := data/fonts/NotoSansCJK
LETTERS := U+20-24F,U+2B0-36F,U+370-52F,U+1E00-1EFF,U+2000-2BFF,U+2E80-2FDF,U+3000-33FF,U+4E00-9FFF,$\
           U+F900-FAFF,U+FE10-FE6F,U+FF00-FFEF
LATIN   := U+20-24F,U+2B0-36F,U+2010-2027,U+2030-205E
RARE    := U+3400-4DBF,U+20000-3FFFF

fonts: ## renew the fonts of PDF files from Debian's fonts-noto-cjk
	@$(find_python); \
	tool=$$(mktemp -d) && trap 'rm -rf "$$tool"' EXIT && \
	$$python -m venv "$$tool" && \
	"$$tool/bin/python" -m pip install -qq --disable-pip-version-check $(FONTTOOLS) && \
	cut() { "$$tool/bin/pyftsubset" "$(NOTO)-$$1.ttc" --font-number=$$2 --unicodes=$$3 \
	  --layout-features=kern --no-hinting --output-file="$(FONTS)$$4-$$1.otf"; } && \
	cut Regular 2 $(LETTERS),$(RARE) sc && cut Bold 2 $(LETTERS) sc && \
	cut Regular 1 $(LATIN) kr && cut Bold 1 $(LATIN) kr

lock: ## renew requirements*.txt from requirements*.in (make lock UPGRADE=1 for the newest)
	@$(find_python); \
	tool=$$(mktemp -d) && trap 'rm -rf "$$tool"' EXIT && \
	$$python -m venv "$$tool" && \
	"$$tool/bin/python" -m pip install -qq --disable-pip-version-check $(UV) && \
	for list in requirements requirements-cluster requirements-dev requirements-bench; do \
	  "$$tool/bin/uv" pip compile $$list.in --output-file $$list.txt \
	    --universal --python-version 3.11 --generate-hashes --no-config --quiet \
	    --custom-compile-command "make lock" $(if $(UPGRADE),--upgrade) || exit 1; \
	done
