"""A signal ends a command in one line, with the code by which shells tell it."""

import signal
import subprocess
import sys

import pytest

RUN = """
import sys
from pipelines.cli.stopping import signals_stop
with signals_stop():
    print("running", flush=True)
    exec(sys.argv[1])
print("not stopped")
"""
WAYS = {
    "waiting": "import time; time.sleep(60)",
    "computing": "while True: pass",
    "hidden by a library": "try:\n import time; time.sleep(60)\nexcept BaseException as e: raise ImportError from e",
    "under another handler": (
        "import signal, time\nclass Other(BaseException): pass\ndef stop(*_): raise Other\n"
        "for n in (1, 2, 15): signal.signal(n, stop)\ntime.sleep(60)"
    ),
    "with a thread that goes on": (
        "import threading, time\nthreading.Thread(target=time.sleep, args=[60]).start()\ntime.sleep(60)"
    ),
}


def start(way: str, **options: object) -> "subprocess.Popen[str]":
    command = [sys.executable, "-c", RUN, way]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, **options)  # type: ignore[call-overload]
    assert process.stdout.readline() == "running\n"
    return process


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_a_signal_ends_whatever_goes_on_in_one_line_with_its_code(way: str, number: signal.Signals) -> None:
    process = start(WAYS[way], preexec_fn=lambda: signal.signal(number, signal.SIG_DFL))
    process.send_signal(number)
    out, err = process.communicate(timeout=30)
    assert process.returncode == 128 + number
    assert out == "" and err.count("\n") == 1 and f"stopped by {number.name}" in err


def test_a_signal_that_whoever_started_the_command_ignores_stays_ignored() -> None:
    process = start("import time; time.sleep(0.5)", preexec_fn=lambda: signal.signal(signal.SIGHUP, signal.SIG_IGN))
    process.send_signal(signal.SIGHUP)
    assert process.communicate(timeout=30)[0] == "not stopped\n"
    assert process.returncode == 0


def test_an_error_without_a_signal_is_nobody_elses() -> None:
    process = start("1 / 0")
    _, err = process.communicate(timeout=30)
    assert process.returncode == 1
    assert "ZeroDivisionError" in err and "stopped" not in err
