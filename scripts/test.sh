#!/usr/bin/env bash
# Lint, types and all tests; arguments go to pytest: scripts/test.sh test/stream -k pairing
set -euo pipefail

root="$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)"
"$root/scripts/setup.sh"
cd "$root"
export PATH="$root/.venv/bin:$PATH"
ruff check .
ruff format --check .
mypy
exec python -m pytest "$@"
