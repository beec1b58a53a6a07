#!/usr/bin/env bash
# Lint, types and all tests; arguments go to pytest: scripts/test.sh test/stream -k pairing
set -euo pipefail

root="$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)"
"$root/scripts/setup.sh"
cd "$root"
export PATH="$root/.venv/bin:$PATH"
ruff check .
ruff format --check .
if python -c 'import numpy, sys; sys.exit(not numpy.__version__.startswith("2.4."))'; then
  mypy
else
  echo "mypy is left out: it judges by the stubs of NumPy 2.4, which Python 3.10 and many a ROS 2 cannot have"
fi
exec python -m pytest "$@"
