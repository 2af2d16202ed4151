"""A document at which native code crashes ends one run, and costs the next one that document alone."""

import os
import signal
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from lake_samples import BRIDGE, FERRY, ingest

from pipelines.annotate.annotators import RuleAnnotator
from pipelines.annotate.crash_mark import crash_mark
from pipelines.annotate.stage import AnnotateReport, annotate_pending
from pipelines.lake import Lake
from pipelines.records import Annotation, Document


class Fatal(RuleAnnotator):
    """Dies at one article, as a process does in which native code fails."""

    version = "fatal-1"

    def annotate(self, documents: Sequence[Document]) -> list[Annotation]:
        if any("Bridge" in document.text for document in documents):
            os.kill(os.getpid(), signal.SIGKILL)
        return super().annotate(documents)


def annotate_once(folder: Path) -> AnnotateReport:
    with crash_mark(folder / "annotating") as has_died:
        return annotate_pending(Lake(folder / "lake"), Fatal, batch_id="b1", in_pool=has_died)


def test_a_run_after_a_crash_loses_the_document_at_fault_and_no_other(tmp_path: Path) -> None:
    ingest(Lake(tmp_path / "lake"), "b1", [FERRY, BRIDGE])
    program = f"import pathlib, sys; from {__name__} import annotate_once; annotate_once(pathlib.Path(sys.argv[1]))"
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(path for path in sys.path if path)}
    died = subprocess.run([sys.executable, "-c", program, tmp_path], env=environment, check=False)
    assert died.returncode == -signal.SIGKILL
    report = annotate_once(tmp_path)
    assert report.articles == 1
    assert [failed.error for failed in report.failed] == ["the process that read it ended with status -9"]
    assert not (tmp_path / "annotating").exists()


def test_an_error_is_no_crash(tmp_path: Path) -> None:
    for _ in range(2):
        try:
            with crash_mark(tmp_path / "annotating") as has_died:
                assert not has_died
                raise KeyboardInterrupt
        except KeyboardInterrupt:
            pass
