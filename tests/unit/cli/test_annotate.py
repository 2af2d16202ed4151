"""`whosaid annotate`."""

import json
from pathlib import Path

import pytest
from command_line import whosaid
from news_samples import write_articles

from pipelines.cli.terminal import progress
from pipelines.resources import progress as lines

TEXT = "  The ferry\r\nstays. “Nobody will swim to work,” said Ada Brennick, the council's chair.\n"


def test_documents_are_annotated_with_offsets_into_the_very_text_given(tmp_path: Path) -> None:
    given, out = tmp_path / "in.jsonl", tmp_path / "out.jsonl"
    given.write_text("".join(json.dumps({"doc_id": f"d{n}", "text": TEXT}) + "\n" for n in range(3)))
    done = whosaid("annotate", "--jsonl", given, "--out", out, "--data", tmp_path)
    assert done.returncode == 0, done.stderr
    lines = [json.loads(line) for line in out.read_text().splitlines()]
    assert [line["doc_id"] for line in lines] == ["d0", "d1", "d2"]
    (quote,) = lines[0]["quotes"]
    ((start, end),) = quote["content"]
    assert TEXT[start:end].strip("“,” ") == "Nobody will swim to work"
    assert (quote["speaker"], quote["kind"], quote["speech"]) == ("Ada Brennick", "direct", True)
    assert any(TEXT[s:e] == "Ada Brennick" and kind == "PER" for s, e, kind, _ in lines[0]["mentions"])


def test_news_files_are_printed_and_what_is_no_article_is_named(tmp_path: Path) -> None:
    write_articles(tmp_path / "raw")
    done = whosaid("annotate", tmp_path / "raw", "--data", tmp_path / "data")
    assert done.returncode == 0, done.stderr
    assert "Ada Brennick" in done.stdout
    assert "broken.json rejected: broken_json" in done.stderr
    assert not (tmp_path / "data").exists(), "annotating files makes no warehouse"


@pytest.mark.parametrize("line", ['{"doc_id": "e"}', '{"doc_id": "e", "text": null}', "[]", "{"])
def test_a_line_that_is_no_document_is_named_and_nothing_is_left(tmp_path: Path, line: str) -> None:
    given, out = tmp_path / "in.jsonl", tmp_path / "out.jsonl"
    given.write_text(json.dumps({"doc_id": "d", "text": TEXT}) + f"\n{line}\n")
    failed = whosaid("annotate", "--jsonl", given, "--out", out)
    assert failed.returncode == 2
    assert failed.stderr.count("\n") == 1 and "line 2" in failed.stderr
    assert [path.name for path in tmp_path.iterdir()] == ["in.jsonl"]


def test_what_is_said_inside_others_words_comes_before_them(tmp_path: Path) -> None:
    given, out = tmp_path / "in.jsonl", tmp_path / "out.jsonl"
    text = "“He said, ‘Stay in the boat’, and we stayed,” said Ada Brennick."
    given.write_text(json.dumps({"doc_id": "d", "text": text}) + "\n")
    assert whosaid("annotate", "--jsonl", given, "--out", out).returncode == 0
    inner, outer = [quote["content"][0] for quote in json.loads(out.read_text())["quotes"]]
    assert outer[0] < inner[0] < inner[1] < outer[1]


def test_standard_output_holds_lines_of_json_alone(tmp_path: Path) -> None:
    given = tmp_path / "in.jsonl"
    given.write_text("".join(json.dumps({"doc_id": f"d{n}", "text": TEXT}) + "\n" for n in range(40)))
    done = whosaid("annotate", "--jsonl", given)
    assert done.returncode == 0, done.stderr
    assert [json.loads(line)["doc_id"] for line in done.stdout.splitlines()] == [f"d{n}" for n in range(40)]


def test_progress_without_a_terminal_is_told_on_standard_error(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(lines, "LINE_SECONDS", 0)
    with progress().stage("annotate", 1) as advance:
        advance()
    assert tuple(capsys.readouterr()) == ("", "annotate: 1 of 1\n")
