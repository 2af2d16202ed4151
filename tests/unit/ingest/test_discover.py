"""What discovery finds, in which order, and what it passes over."""

import functools
import os
import shutil
import tempfile
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import suppress
from multiprocessing import get_context
from pathlib import Path

import pytest

from pipelines.ingest.discover import MissingSourceError, discover, is_news

NOBODY = 65534
LONGEST_PATH = os.pathconf("/", "PC_PATH_MAX")


@pytest.fixture
def raw(tmp_path: Path) -> Path:
    folder = tmp_path / "raw"
    for name in ("b.txt", "a/z.txt", "a/y.html", "c/deep/er/x.json"):
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("{}")
    return folder


def _paths(*sources: Path, root: Path) -> list[str]:
    return [found.source.path for found in discover(sources, root=root)]


def test_files_come_in_one_order_with_paths_below_the_raw_folder(raw: Path) -> None:
    assert _paths(raw, root=raw) == ["b.txt", "a/y.html", "a/z.txt", "c/deep/er/x.json"]


def test_a_file_has_one_path_however_it_is_named(raw: Path) -> None:
    assert _paths(raw / "a", raw / "a" / "z.txt", root=raw) == ["a/y.html", "a/z.txt"]
    assert _paths(raw / "b.txt", root=raw / "elsewhere") == [str(raw / "b.txt")]


@pytest.mark.parametrize(
    "name", [".DS_Store", ".x.txt", "a.txt.part", "a.crdownload", "b.TMP", "~$a.txt", "a.txt~", "a.swp", "Thumbs.db"]
)
def test_hidden_and_temporary_files_are_no_news(raw: Path, name: str) -> None:
    assert not is_news(name)
    before = _paths(raw, root=raw)
    (raw / "a" / name).write_text("x")
    assert _paths(raw, root=raw) == before


@pytest.mark.parametrize("name", ["a.txt", "partial.txt", "tmp.html", "locked.json", "été.md", "a!b.txt"])
def test_ordinary_names_are_news(name: str) -> None:
    assert is_news(name)


def test_links_are_followed_to_files_inside_only(raw: Path, tmp_path: Path) -> None:
    (tmp_path / "secret.txt").write_text("secret")
    (raw / "in.txt").symlink_to(raw / "a" / "z.txt")
    (raw / "out.txt").symlink_to(tmp_path / "secret.txt")
    (raw / "out_folder").symlink_to(tmp_path)
    (raw / "loop").symlink_to(raw)
    (raw / "dangling.txt").symlink_to(raw / "gone.txt")
    (raw / "itself.txt").symlink_to(raw / "itself.txt")
    found = {found.source.path: found.rejected for found in discover([raw], root=raw)}
    rejected = {path: rejected.reason_code for path, rejected in found.items() if rejected}
    assert rejected == {
        "out.txt": "path_outside_folder",
        "out_folder": "path_outside_folder",
        "dangling.txt": "unreadable_file",
        "itself.txt": "unreadable_file",
    }
    assert found["in.txt"] is None
    assert not any(path.startswith("loop") for path in found)


def test_a_name_that_is_no_utf8_is_escaped(raw: Path) -> None:
    (raw / "d").mkdir()
    Path(bytes(raw / "d").decode() + "/caf\udce9.txt").write_text("x")
    assert _paths(raw / "d", root=raw) == ["d/caf\\xe9.txt"]


def test_a_missing_source_is_an_error_that_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(MissingSourceError, match="nowhere does not exist: name an existing"):
        discover([tmp_path / "nowhere"], root=tmp_path)


def test_naming_a_sidecar_names_its_text(raw: Path) -> None:
    (raw / "b.json").write_text('{"outlet": "Tarn Courier"}')
    (raw / "b.md.json").write_text('{"title": "Mill", "text": "An article of its own."}')
    everything = sorted(path for path in raw.iterdir() if path.is_file())
    assert _paths(*everything, root=raw) == ["b.txt", "b.md.json"]
    assert _paths(raw / "b.json", root=raw) == ["b.txt"]


@pytest.mark.parametrize("named", ["", "a", "a/z.txt"])
@pytest.mark.parametrize("name", ["z.json", "z.txt.json"])
def test_a_sidecar_that_is_a_link_out_of_the_folder_is_refused_and_its_text_read_without(
    raw: Path, tmp_path: Path, named: str, name: str
) -> None:
    (tmp_path / "private.json").write_text('{"outlet": "Tarn Courier", "author": "Lena Orr"}')
    (raw / "a" / "by_way").symlink_to(tmp_path / "private.json")
    (raw / "a" / name).symlink_to(raw / "a" / "by_way")
    found = {found.source.path: found for found in discover([raw / named], root=raw)}
    assert found["a/z.txt"].source.sidecar is None and found["a/z.txt"].rejected is None
    refused = found[f"a/{name}"].rejected
    assert refused is not None and refused.reason_code == "path_outside_folder"


def test_a_sidecar_that_is_a_link_within_the_folder_is_read(raw: Path) -> None:
    (raw / "outlet.json").write_text('{"outlet": "Tarn Courier"}')
    (raw / "a" / "z.json").symlink_to(raw / "outlet.json")
    for source in (raw, raw / "a" / "z.txt"):
        found = {found.source.path: found for found in discover([source], root=raw)}
        assert found["a/z.txt"].source.sidecar == {"outlet": "Tarn Courier"}
        assert "a/z.json" not in found


@pytest.fixture
def open_folder() -> Iterator[Path]:
    """A folder that every user may enter; pytest's own are their maker's alone."""
    folder = Path(tempfile.mkdtemp())
    folder.chmod(0o755)
    yield folder
    shutil.rmtree(folder)


def _as_nobody(sources: list[Path], root: Path) -> dict[str, str | None]:
    """Discover as a user whom permissions bind; root is bound by none."""
    give_up_rights = functools.partial(os.setuid, NOBODY) if os.getuid() == 0 else None
    with ProcessPoolExecutor(1, get_context("fork"), initializer=give_up_rights) as pool:
        return pool.submit(_reasons, sources, root).result()


def _reasons(sources: list[Path], root: Path) -> dict[str, str | None]:
    found = discover(sources, root=root)
    return {one.source.path: one.rejected.reason_code if one.rejected else None for one in found}


def test_what_lies_in_a_folder_that_can_be_listed_and_not_entered_is_rejected(open_folder: Path) -> None:
    closed = open_folder / "closed"
    (closed / "inner").mkdir(parents=True)
    for name in ("a.txt", "a.json", "b!c.txt", "inner/d.txt"):
        (closed / name).write_text("{}")
    (closed / "link").symlink_to(closed / "inner")
    (open_folder / "into.txt").symlink_to(closed / "a.txt")
    (open_folder / "read.txt").write_text("news")
    closed.chmod(0o744)
    names = ("a.json", "a.txt", "b!c.txt", "inner", "link")
    rejected = {f"closed/{name}": "unreadable_file" for name in names}
    found = _as_nobody([open_folder], open_folder)
    assert found == {"read.txt": None, "into.txt": "unreadable_file", **rejected}


def test_a_named_file_in_a_folder_that_cannot_be_entered_is_rejected(open_folder: Path) -> None:
    closed = open_folder / "closed"
    closed.mkdir()
    (closed / "a.txt").write_text("news")
    closed.chmod(0o700)
    assert _as_nobody([closed / "a.txt", closed / "gone.txt"], open_folder) == {
        "closed/a.txt": "unreadable_file",
        "closed/gone.txt": "unreadable_file",
    }


def test_what_has_a_longer_path_than_the_system_takes_is_rejected(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "read.txt").write_text("news")
    for _ in range(LONGEST_PATH // 200 + 1):  # each within the one before: the whole path could not be named
        Path("x" * 200).mkdir()
        os.chdir("x" * 200)
    Path("deep.txt").write_text("news")
    found = {one.source.path: one.rejected for one in discover([tmp_path], root=tmp_path)}
    assert found.pop("read.txt") is None
    [(path, rejected)] = found.items()
    assert path.startswith("x" * 200)
    assert rejected is not None
    assert (rejected.reason_code, rejected.detail) == ("unreadable_file", "File name too long")


@pytest.mark.parametrize("name", ["a" * 300, "b" * 250 + ".txt", "/".join(["c" * 200] * 30)])
def test_a_named_file_whose_name_is_too_long_is_a_row(tmp_path: Path, name: str) -> None:
    with suppress(OSError):
        (tmp_path / name).write_text("news")
    [found] = discover([tmp_path / name], root=tmp_path)
    expected = None if (len(name) < 255) else "unreadable_file"
    assert (found.rejected.reason_code if found.rejected else None) == expected
