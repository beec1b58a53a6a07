"""`python -m csk_ros`: what is called, what is imported for it, and how it ends."""

from __future__ import annotations

import signal
import subprocess
import sys
from types import SimpleNamespace

import pytest

import csk_ros
from csk_ros import cli
from csk_ros.command_error import CommandError

ROS = {"demo", "fuzz", "replay", "soak"}


def ended(capsys, *arguments):
    """Exit code, stdout and stderr of a call that argparse ends."""
    with pytest.raises(SystemExit) as end:
        cli.main(arguments)
    return end.value.code, *capsys.readouterr()


@pytest.fixture
def command(monkeypatch):
    """Put a function in the place of a command; it is called `act`."""

    def install(run):
        module = SimpleNamespace(add_arguments=lambda parser: parser.add_argument("--number"), run=run)
        monkeypatch.setitem(sys.modules, "act", module)
        monkeypatch.setitem(cli.COMMANDS, "act", ("act", "act at once"))

    return install


@pytest.mark.parametrize("name", cli.COMMANDS)
def test_every_command_explains_itself(capsys, name):
    if name in ROS:
        pytest.importorskip("rclpy", reason="needs ROS 2")
    code, out, _ = ended(capsys, name, "--help")
    assert code == 0
    assert f"usage: python -m csk_ros {name}" in out
    assert cli.COMMANDS[name][1] in out


def test_help_and_version(capsys):
    code, out, _ = ended(capsys, "--help")
    assert code == 0
    assert all(name in out for name in cli.COMMANDS)
    assert ended(capsys, "--version")[:2] == (0, f"{csk_ros.__version__}\n")


@pytest.mark.parametrize("arguments", [[], ["no-such-command"]])
def test_a_command_must_be_named(capsys, arguments):
    code, _, err = ended(capsys, *arguments)
    assert code == 2
    assert "command" in err


def test_only_the_named_command_is_imported():
    program = (
        "import sys\nfrom csk_ros.cli import main\ntry:\n    main(['synthesize', '--help'])\n"
        "except SystemExit:\n    print({'torch', 'rclpy'} & set(sys.modules))"
    )
    out = subprocess.run([sys.executable, "-c", program], check=True, capture_output=True, text=True).stdout
    assert out.splitlines()[-1] == "set()"


def test_a_command_gets_its_options_and_decides_the_exit_code(command):
    command(lambda args: int(args.number))
    assert cli.main(["act", "--number", "7"]) == 7


def test_a_wrong_call_is_told_without_a_traceback(command, capsys):
    def run(args):
        raise CommandError(f"--number: expected a prime, got {args.number}")

    command(run)
    assert cli.main(["act", "--number", "4"]) == 2
    assert capsys.readouterr().err == "csk_ros act: --number: expected a prime, got 4\n"


def interrupt(_):
    raise KeyboardInterrupt


def test_ctrl_c_is_told_without_a_traceback(command, capsys):
    command(interrupt)
    assert cli.main(["act"]) == 130
    assert capsys.readouterr().err == "csk_ros: interrupted\n"


def test_a_missing_package_is_named_with_the_cure(monkeypatch, capsys):
    def lacking(_):
        raise ModuleNotFoundError("No module named 'rclpy'", name="rclpy")

    monkeypatch.setattr(cli, "import_module", lacking)
    assert cli.main(["replay"]) == 2
    assert (
        "No module named 'rclpy'. Source ROS 2 if there is one, and activate the .venv"
        in capsys.readouterr().err
    )


def test_a_module_of_ours_that_is_missing_is_a_bug(monkeypatch):
    monkeypatch.setitem(cli.COMMANDS, "act", ("csk_ros.no_such_module", "act at once"))
    with pytest.raises(ModuleNotFoundError):
        cli.main(["act"])


def test_ctrl_c_may_come_while_a_command_is_imported(monkeypatch, capsys):
    monkeypatch.setattr(cli, "import_module", interrupt)
    assert cli.main(["train"]) == 130
    assert capsys.readouterr().err == "csk_ros: interrupted\n"


IMPATIENT = """
import atexit, sys, threading
from types import SimpleNamespace
from csk_ros import cli

def wait(line):
    print(line, flush=True)
    threading.Event().wait()

def run(args):
    {running}

{importing}
atexit.register(wait, "ending")
sys.modules["act"] = SimpleNamespace(add_arguments=lambda parser: None, run=run)
cli.COMMANDS["act"] = ("act", "act at once")
sys.argv[1:] = ["act"]
raise SystemExit(cli.program())
"""


def signalled(program, *lines):
    """Send SIGINT whenever the program has printed the next line; tell exit code and stderr."""
    with subprocess.Popen(
        [sys.executable, "-c", program], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as process:
        try:
            for line in lines:
                assert process.stdout.readline() == f"{line}\n"
                process.send_signal(signal.SIGINT)
            _, errors = process.communicate(timeout=60)
        finally:
            process.kill()
    return process.returncode, errors


def test_an_impatient_second_ctrl_c_makes_no_traceback():
    program = IMPATIENT.format(running="wait('running')", importing="")
    assert signalled(program, "running", "ending") == (-signal.SIGINT, "csk_ros: interrupted\n")


def test_ctrl_c_does_not_get_lost_in_an_import():
    importing = "cli.import_module = lambda _: wait('importing')"
    program = IMPATIENT.format(running="pass", importing=importing)
    assert signalled(program, "importing") == (130, "csk_ros: interrupted\n")
