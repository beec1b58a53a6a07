#!/usr/bin/env bash
# Watch the node label a rgb-thermal recording through real DDS while the cameras fail; pictures come to ./demo_output.
# scripts/demo.sh [--bag PATH | --pairs RGB_DIR THERMAL_DIR [--rate HZ]] [--params-file FILE]: a synthetic recording
# unless one is given; the node's own parameters.
set -euo pipefail

root="$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)"
"$root/scripts/setup.sh"
exec "$root/.venv/bin/python" -m csk_ros demo "$@"
