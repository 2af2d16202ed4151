"""Corrections that many programs add at the same time: each is a line, whole and once."""

import errno
import os
import subprocess
import sys
from pathlib import Path

import pytest

from pipelines.corrections.read import CorrectionError, read_corrections
from pipelines.corrections.write import append_correction

WRITERS, FOLDERS = 6, 25
ADD = """
import sys
from pathlib import Path
from pipelines.corrections.write import append_correction, corrections_lock
root, number, folders = Path(sys.argv[1]), sys.argv[2], int(sys.argv[3])
print("ready", flush=True)
sys.stdin.readline()
for folder in range(folders):
    row = {"quote_id": f"a{number}.1.q0", "words": "w" * 3000, "wrong": "nothing", "corrected_by": "Ida Moor"}
    with corrections_lock(root / str(folder) / "lock"):
        append_correction(root / str(folder) / "corrections.csv", {**row, "corrected_at": "2026-03-02"})
"""
ROW = {
    "quote_id": "a1.1.q0",
    "words": "We open",
    "wrong": "nothing",
    "corrected_by": "Ida Moor",
    "corrected_at": "2026",
}


def test_simultaneous_first_and_later_lines_all_stand_there_once_and_can_be_read(tmp_path: Path) -> None:
    command = [sys.executable, "-c", ADD, str(tmp_path)]
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True}
    writers = [subprocess.Popen([*command, str(number), str(FOLDERS)], **pipes) for number in range(WRITERS)]
    for writer in writers:
        assert writer.stdout is not None
        assert writer.stdout.readline() == "ready\n"
    for writer in writers:
        assert writer.stdin is not None
        writer.stdin.write("\n")
        writer.stdin.flush()
    assert [writer.communicate()[0] for writer in writers] == [""] * WRITERS
    assert [writer.returncode for writer in writers] == [0] * WRITERS
    for folder in range(FOLDERS):
        found = sorted(row["quote_id"] for row in read_corrections(tmp_path / str(folder)))
        assert found == [f"a{number}.1.q0" for number in range(WRITERS)]


def test_a_line_begins_on_a_line_of_its_own_after_one_without_an_end(tmp_path: Path) -> None:
    path = tmp_path / "corrections.csv"
    path.write_text("quote_id,words,wrong,corrected_by,corrected_at\na1.1.q0,We open,nothing,Ida Moor,2026-03-02")
    append_correction(path, {**ROW, "corrected_at": "2026-03-03"})
    assert len(read_corrections(tmp_path)) == 2


def test_a_file_without_a_column_for_what_is_said_is_left_as_it_is(tmp_path: Path) -> None:
    path = tmp_path / "corrections.csv"
    path.write_text("quote_id,words,wrong,corrected_by,corrected_at\n")
    with pytest.raises(CorrectionError, match="line 1: add the columns note, or rename the file"):
        append_correction(path, {**ROW, "note": "as printed"})
    assert path.read_text().count("\n") == 1


def test_half_a_line_that_a_full_disk_took_is_taken_back(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "corrections.csv"
    append_correction(path, ROW)
    before, write = path.read_bytes(), os.write
    monkeypatch.setattr(os, "write", lambda handle, content: write(handle, content[:5]))
    with pytest.raises(OSError) as caught:
        append_correction(path, ROW)
    assert caught.value.errno == errno.ENOSPC
    assert path.read_bytes() == before
