#!/usr/bin/env bash
# Asks a running server what it promises: over real sockets, on loopback only, and in Chromium.
#   Tests/server.sh ROOT ATTUNE ATTUNE-SERVE
# Pictures go to .build/pages. RECORD_DOCUMENTATION=1 writes what the commands of Documentation/Server.md print.
set -euo pipefail
root=$1
venv=$root/.build/venv-server
export PIP_DISABLE_PIP_VERSION_CHECK=1
[ -x "$venv/bin/python" ] || python3 -m venv "$venv"
"$venv/bin/pip" install -q pytest schemathesis==4.* playwright==1.65.* axe-playwright-python==0.1.*
mkdir -p "$root/.build/pages"
cd "$root/Tests/Server"
ATTUNE_BINARY=$2 ATTUNE_SERVE=$3 PAGES_FOLDER=$root/.build/pages \
  "$venv/bin/python" -m pytest -q -p no:cacheprovider --durations=5
