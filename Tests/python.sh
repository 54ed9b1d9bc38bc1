#!/usr/bin/env bash
# Installs the wheel as its users do and tests what was installed: alone in a fresh environment, then with the libraries
# that it works with, Redis and a Spark cluster among them.
#   Tests/python.sh ROOT ATTUNE
set -euo pipefail
root=$1
export ATTUNE_BINARY=$2
wheel=$(echo "$root"/.build/wheel/attune-*.whl)
export PIP_DISABLE_PIP_VERSION_CHECK=1
unset PYTHONPATH ATTUNE_LIBRARY

[ "$(stat -c %s "$wheel")" -le 20000000 ]
rm -rf "$root/.build/venv-clean"
python3 -m venv "$root/.build/venv-clean"
"$root/.build/venv-clean/bin/pip" install -q --no-deps "$wheel"
verdict=$(cd / && echo "No complaints, all good" | env -i "$root/.build/venv-clean/bin/python" -m attune)
[ "${verdict%%$'\t'*}" = positive ]

python3 -m venv "$root/.build/venv-test"
"$root/.build/venv-test/bin/pip" install -q "$wheel[test,spark]"
"$root/.build/venv-test/bin/pip" install -q --no-deps --force-reinstall "$wheel"
cd "$root/Python"
"$root/.build/venv-test/bin/pip" install -q scipy
"$root/.build/venv-test/bin/python" "$root/Tests/figures.py" "$ATTUNE_BINARY"
"$root/.build/venv-test/bin/python" -m pytest -p no:cacheprovider --durations=5
