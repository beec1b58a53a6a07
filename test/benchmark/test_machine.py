"""What is told about the machine."""

from __future__ import annotations

import platform

import numpy as np

from csk_ros.benchmark import machine
from csk_ros.benchmark.machine import LIBRARIES, cpu_model, describe_machine, machine_line

INTEL = (
    "processor\t: 0\nvendor_id\t: GenuineIntel\nmodel\t\t: 85\nmodel name\t: A CPU: 3 GHz\n\nprocessor\t: 1\n"
)
ARM = "processor\t: 0\nBogoMIPS\t: 48.00\nCPU part\t: 0xd0c\n"


def test_the_cpu_is_named_where_the_kernel_tells_it():
    assert cpu_model(INTEL) == "A CPU: 3 GHz"
    assert cpu_model(ARM) is None


def test_it_is_this_machine():
    found = describe_machine()
    assert found["python"] == platform.python_version()
    assert found["libraries"]["numpy"] == np.__version__
    assert tuple(found["libraries"]) == LIBRARIES
    assert found["cores"] >= 1
    assert found["cpu"]


def test_what_is_not_installed_has_no_version(monkeypatch):
    monkeypatch.setattr(machine, "LIBRARIES", ("no-such-package",))
    assert describe_machine()["libraries"] == {"no-such-package": None}


def test_one_line_names_what_is_installed():
    found = {
        "cpu": "A CPU",
        "cores": 2,
        "python": "3.11.7",
        "libraries": {"torch": "2.13.0", "openvino": None},
    }
    assert machine_line(found) == "A CPU, 2 cores; Python 3.11.7, torch 2.13.0"
