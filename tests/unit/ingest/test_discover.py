"""What discovery finds, in which order, and what it passes over."""

from pathlib import Path

import pytest

from pipelines.ingest.discover import MissingSourceError, discover, is_news


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
