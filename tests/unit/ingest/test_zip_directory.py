"""Archives whose directory does not name all that is in them."""

import io
import zipfile
from collections.abc import Mapping

import pytest

from pipelines.ingest.zip_directory import unlisted

NEWS = {f"{number}.txt": f"News {number}\n\nThe ferry runs again, said pier {number}." for number in range(3)}


def _zip(members: Mapping[str, str], comment: bytes = b"") -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.comment = comment
        for name, content in members.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def _unlisted(data: bytes) -> str | None:
    stream = io.BufferedReader(io.BytesIO(data))  # type: ignore[type-var]
    with zipfile.ZipFile(stream) as archive:
        return unlisted(archive, stream)


@pytest.mark.parametrize("data", [_zip({}), _zip(NEWS), _zip(NEWS, comment=b"from the desk"), _zip(NEWS) + b"\0" * 600])
def test_a_whole_archive_leaves_nothing_out(data: bytes) -> None:
    assert _unlisted(data) is None


def test_archives_put_together_are_told_of() -> None:
    first, second = _zip(NEWS), _zip({"other.txt": "Other news"})
    assert f"first {len(first):,} bytes" in (_unlisted(first + second) or "")


def test_an_archive_cut_off_behind_another_is_told_of() -> None:
    assert "60 bytes stand behind the end" in (_unlisted(_zip(NEWS) + _zip({"other.txt": "Other news"})[:60]) or "")


def test_a_directory_that_runs_over_its_members_is_told_of() -> None:
    data = _zip(NEWS)
    place = data.index(b"PK\x01\x02") + 32  # the length of the first entry's comment
    longer = data[:place] + bytes([46 + len("1.txt")]) + data[place + 1 :]  # the next entry
    assert "counts 3 members and names" in (_unlisted(longer) or "")
