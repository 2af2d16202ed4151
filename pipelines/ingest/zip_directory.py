"""What a .zip's directory leaves out; `zipfile` follows the last directory of a file and never asks what else is there.

Archives put together in one file, and a directory that is damaged where it counts its members, would lose news without
a word. Nothing is unpacked here.
"""

import io
import struct
import zipfile

_END = b"PK\x05\x06"
_END_RECORD = struct.Struct("<4s4H2LH")
_LONGEST_TAIL = _END_RECORD.size + 0xFFFF  # the end record and the longest comment, where `zipfile` looks for it
_COUNT_ELSEWHERE = 0xFFFF  # in the record of a zip64


def unlisted(archive: zipfile.ZipFile, stream: io.BufferedReader) -> str | None:
    """Return what the directory of `archive`, opened from `stream`, does not tell; None where it tells all."""
    infos = archive.infolist()
    before = min((info.header_offset for info in infos), default=0)
    if before > 0:
        return f"its directory leaves out the first {before:,} bytes; perhaps several archives were put together"
    size = stream.seek(0, io.SEEK_END)
    stream.seek(max(0, size - _LONGEST_TAIL))
    tail = stream.read(_LONGEST_TAIL)
    place = tail.rfind(_END)
    if place < 0 or len(tail) - place < _END_RECORD.size:
        return None
    _, _, _, _, total, _, _, comment = _END_RECORD.unpack_from(tail, place)
    if total not in (len(infos), _COUNT_ELSEWHERE):
        return f"its directory counts {total:,} members and names {len(infos):,}"
    behind = tail[place + _END_RECORD.size + comment :]
    is_padding = not behind.strip(b"\0 \r\n\t")
    return None if is_padding else f"{len(behind):,} bytes stand behind the end of its directory"
