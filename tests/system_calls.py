"""What a program asks of the system, as strace tells it."""

import os
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

NETWORK = ("socket", "connect", "sendto", "sendmsg", "sendmmsg", "bind")
FILES = ("open", "openat", "creat", "mkdir", "mkdirat", "rename", "renameat", "renameat2", "link", "linkat", "symlink")
_LINE = re.compile(r"(?P<process>\d+) +(?P<said>.*)")
_RESUMED = re.compile(r"<\.\.\. \w+ resumed>")
_CALL = re.compile(r"(?P<name>\w+)\((?P<arguments>.*)\) += (?P<result>-?\d+|\?).*")
_PLACE = re.compile(r'(?:(?:AT_FDCWD|\d+)<(?P<folder>[^>]*)>, )?"(?P<name>(?:[^"\\]|\\.)*)"')


@dataclass(frozen=True, slots=True)
class SystemCall:
    """One call that did not fail, or whose end nobody saw."""

    name: str
    arguments: str

    @property
    def writes(self) -> bool:
        """True where it makes, changes or renames a file or folder."""
        return self.name in FILES and (
            self.name not in ("open", "openat") or bool(re.search("O_WRONLY|O_RDWR|O_CREAT", self.arguments))
        )

    @property
    def places(self) -> list[str]:
        """The files and folders that it names, as absolute paths."""
        found = [(match["folder"] or str(Path.cwd()), match["name"]) for match in _PLACE.finditer(self.arguments)]
        return [os.path.normpath(Path(folder) / name) for folder, name in found]


def strace(trace: Path) -> list[str]:
    """Return the command before which a program's calls are written to `trace`, those of its children too."""
    calls = ",".join([*NETWORK, *FILES])
    return ["strace", "-f", "-qq", "-y", "-s", "4096", "--seccomp-bpf", "-e", f"trace={calls}", "-o", str(trace)]


def read_calls(trace: Path) -> Iterator[SystemCall]:
    """Yield the calls of a trace; one that another process interrupts in the trace is put together again."""
    begun: dict[str, str] = {}
    for line in trace.read_text(encoding="utf-8", errors="replace").splitlines():
        found = _LINE.fullmatch(line)
        if found is None:
            continue
        process, said = found["process"], found["said"]
        if said.endswith(" <unfinished ...>"):
            begun[process] = said.removesuffix(" <unfinished ...>")
            continue
        said = begun.pop(process, "") + _RESUMED.sub("", said)
        call = _CALL.fullmatch(said)
        if call is not None and not (call["name"] in FILES and call["result"].startswith("-")):
            yield SystemCall(call["name"], call["arguments"])
