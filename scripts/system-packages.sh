#!/usr/bin/env bash
# Install what the browser tests need and pip does not have: Chromium, and a font for it to draw with.
# Does so only as root on Debian, and only when there is no browser; otherwise says what is missing. Never fails.
set -uo pipefail

for name in chromium chromium-browser google-chrome google-chrome-stable; do
    command -v "$name" >/dev/null 2>&1 && exit 0
done

without() {
    echo "No Chromium here ($1): browser tests will be skipped. To run them: apt-get install chromium" >&2
    exit 0
}

command -v apt-get >/dev/null 2>&1 || without "and no apt-get to install it with"
[ "$(id -u)" -eq 0 ] || without "and only root can install it"
# Ubuntu's package of that name only points to a snap, which needs a running system
grep -qiE '^ID(_LIKE)?=.*ubuntu' /etc/os-release 2>/dev/null && without "and Ubuntu has it as a snap only"

echo "Installing Chromium for the browser tests"
log=$(mktemp)
trap 'rm -f "$log"' EXIT
quietly() {
    DEBIAN_FRONTEND=noninteractive timeout 600 apt-get -qq -o DPkg::Lock::Timeout=120 -o Acquire::Retries=2 \
        -o Acquire::http::Timeout=30 "$@" >"$log" 2>&1 </dev/null
}
if quietly update && quietly install --yes --no-install-recommends chromium fonts-dejavu-core; then
    exit 0
fi
tail -n 5 "$log" >&2
without "apt-get could not install it"
