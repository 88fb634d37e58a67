#!/usr/bin/env bash
# Make a virtual environment with pip from the newest Python here that can run outgrow; one that works is kept.
# Usage: scripts/make-venv.sh FOLDER [PYTHON]
set -euo pipefail

folder=$1
least="3.11"

new_enough() { # a name on PATH may be a shim that only says no, so it has to run
    command -v "$1" >/dev/null 2>&1 && "$1" -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1
}

if (($# == 1)) && new_enough "$folder/bin/python" && "$folder/bin/python" -m pip --version >/dev/null 2>&1; then
    exit 0
fi

if (($# > 1)); then
    new_enough "$2" || { echo "'$2' is no Python $least or newer." >&2; exit 2; }
    python=$2
else
    python=
    for name in python3.13 python3.12 python3.11 python3; do
        if new_enough "$name"; then python=$name; break; fi
    done
    if [ -z "$python" ]; then
        echo "outgrow needs Python $least or newer, and there is none on PATH" \
            "(python3 is $(python3 --version 2>/dev/null || echo missing))." >&2
        echo "  Do: install one, or name it: make PYTHON=/path/to/python3.12 ..." >&2
        exit 2
    fi
fi

if ! "$python" -c 'import ensurepip, venv' >/dev/null 2>&1; then
    version=$("$python" -c 'import sys; print("%d.%d" % sys.version_info[:2])')
    echo "$python cannot make a virtual environment: its modules venv and ensurepip are not installed." >&2
    echo "  Do: apt-get install python$version-venv (Debian and Ubuntu keep them in a package of their own)" >&2
    exit 2
fi

echo "Making $folder with $("$python" --version)"
"$python" -m venv --clear "$folder"
