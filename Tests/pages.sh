#!/usr/bin/env bash
# Looks at what people see: pages in headless Chromium (screenshots, print, axe) and the terminal (widths, keys, progress).
#   Tests/pages.sh ROOT ATTUNE
# Pictures and sheets go to .build/pages. RECORD_PICTURES=1 also writes the pictures of the documentation.
set -euo pipefail
root=$1
attune=$2
venv=$root/.build/venv-pages
export PIP_DISABLE_PIP_VERSION_CHECK=1
[ -x "$venv/bin/python" ] || python3 -m venv "$venv"
"$venv/bin/pip" install -q playwright==1.65.* axe-playwright-python==0.1.* pypdf==7.* pyte==0.8.* wcwidth pytest
cd "$root/Tests/Pages"
ATTUNE_BINARY=$attune PAGES_FOLDER=$root/.build/pages \
  "$venv/bin/python" -m pytest -q -p no:cacheprovider --durations=5
