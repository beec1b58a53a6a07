"""`python -m csk_ros <command>`."""

from csk_ros.cli import program

raise SystemExit(program())
