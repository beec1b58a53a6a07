"""`python -m csk_ros <command>`."""

from csk_ros.cli import main

raise SystemExit(main())
