"""What Dagster shows of an asset: specs, column schemas, tables of sample rows, charts."""

import base64
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from html import escape
from typing import Any

import pyarrow as pa
from dagster import AssetSpec, MetadataValue, TableColumn, TableColumnConstraints, TableSchema

from pipelines.records import TABLES

OWNERS = ["team:whosaid"]
CELL_CHARACTERS = 90
ESCAPED = {ord(character): f"&#{ord(character)};" for character in "\\`*_[]<>|#&"}
COLOURS = ("#2f6f9f", "#8fb8d8", "#b9c2cc", "#e0a458", "#c0504d")


def column_schema(schema: pa.Schema) -> TableSchema:
    """Return an Arrow schema as Dagster shows it."""
    return TableSchema(
        [TableColumn(f.name, str(f.type), constraints=TableColumnConstraints(nullable=f.nullable)) for f in schema]
    )


def lake_specs(descriptions: Mapping[str, str], *, group: str, deps: Sequence[str | Sequence[str]]) -> list[AssetSpec]:
    """Return one asset for each table of the lake that `descriptions` names; all depend on `deps`."""
    return [
        AssetSpec(
            ["lake", name],
            deps=deps,
            group_name=group,
            description=description,
            kinds={"parquet", "python"},
            owners=OWNERS,
            metadata={"dagster/column_schema": column_schema(TABLES[name])},
        )
        for name, description in descriptions.items()
    ]


def table(rows: Iterable[Mapping[str, Any]]) -> MetadataValue[Any]:
    """Return rows as a table in Markdown; the text of a cell is cut, and can hold no markup of its own."""
    shown = list(rows)
    if not shown:
        return MetadataValue.text("none")
    names = list(shown[0])
    lines = [names, ["---"] * len(names), *([_cell(row[name]) for name in names] for row in shown)]
    return MetadataValue.md("\n".join(f"| {' | '.join(line)} |" for line in lines))


def _cell(value: Any) -> str:
    text = "" if value is None else " ".join(str(value).split())
    text = text if len(text) <= CELL_CHARACTERS else text[: CELL_CHARACTERS - 1] + "…"
    return text.translate(ESCAPED)


def bars(title: str, counts: Mapping[str, int], *, unit: str) -> MetadataValue[Any]:
    """Return a chart of one horizontal bar per name, in the order given."""
    most = max(counts.values(), default=0) or 1
    drawn = [_text(8, 18, f"{title} ({unit})", size=13)]
    for row, (name, count) in enumerate(counts.items()):
        top, long = 32 + 22 * row, 400 * count / most
        drawn.append(_text(196, top + 13, name if len(name) <= 28 else f"{name[:27]}…", anchor="end"))
        drawn.append(_rectangle(202, top, long, 16, COLOURS[0]))
        drawn.append(_text(208 + long, top + 13, f"{count:,}"))
    return _image(title, drawn, height=40 + 22 * len(counts))


def stacks(
    title: str,
    names: Sequence[str],
    parts: Mapping[str, Sequence[int]],
    *,
    unit: str,
    colours: Sequence[str] = COLOURS,
) -> MetadataValue[Any]:
    """Return a chart of one stacked column per name, with a part per entry of `parts`, in the order of `colours`."""
    most = max((sum(heights) for heights in zip(*parts.values(), strict=True)), default=0) or 1
    drawn = [_text(8, 18, f"{title} ({unit}, {most:,} at most)", size=13)]
    wide, floor = 560 / max(len(names), 1), [230.0] * len(names)
    for place, ((part, heights), colour) in enumerate(zip(parts.items(), colours, strict=False)):
        drawn.append(_rectangle(600, 40 + 20 * place, 12, 12, colour))
        drawn.append(_text(618, 50 + 20 * place, part))
        for column, height in enumerate(heights):
            tall = 190 * height / most
            floor[column] -= tall
            drawn.append(_rectangle(20 + wide * column, floor[column], min(wide * 0.8, 40), tall, colour))
    drawn += [_text(20 + wide * column, 246, name, size=9) for column, name in enumerate(names)]
    return _image(title, drawn, height=256)


@dataclass(frozen=True, slots=True)
class Point:
    """One value over time, and what it was expected to lie between; None where nothing could be expected."""

    name: str
    value: float
    low: float | None = None
    high: float | None = None
    is_out: bool = False


def ranges(title: str, points: Sequence[Point]) -> MetadataValue[Any]:
    """Return a chart of values over time, each on the range that it was expected in; those outside are marked."""
    most = max((max(point.value, point.high or 0) for point in points), default=0) or 1
    drawn = [
        _text(8, 18, title, size=13),
        _text(44, 44, f"{most:.3g}", anchor="end"),
        _text(44, 230, "0", anchor="end"),
    ]
    wide = 640 / max(len(points), 1)
    for place, point in enumerate(points):
        middle = 56 + wide * (place + 0.5)
        if point.low is not None and point.high is not None:
            tall = 190 * (point.high - point.low) / most
            drawn.append(_rectangle(middle - wide * 0.4, 230 - 190 * point.high / most, wide * 0.8, tall, COLOURS[1]))
        size = 9 if point.is_out else 6
        colour = COLOURS[4] if point.is_out else COLOURS[0]
        drawn.append(_rectangle(middle - size / 2, 230 - 190 * point.value / most - size / 2, size, size, colour))
        if place % max(1, len(points) // 8) == 0:
            drawn.append(_text(middle, 246, point.name, size=9, anchor="middle"))
    return _image(title, drawn, height=256)


def _text(x: float, y: float, text: str, *, size: int = 11, anchor: str = "start") -> str:
    return f'<text x="{x:.0f}" y="{y:.0f}" font-size="{size}" text-anchor="{anchor}">{escape(text)}</text>'


def _rectangle(x: float, y: float, width: float, height: float, colour: str) -> str:
    return f'<rect x="{x:.1f}" y="{y:.1f}" width="{width:.1f}" height="{height:.1f}" fill="{colour}"/>'


def _image(title: str, drawn: Sequence[str], *, height: int) -> MetadataValue[Any]:
    """Return the shapes as an SVG picture.

    Drawn by hand: Altair with vl-convert, which makes SVG of it, installs 84 MB and takes 2.6 s of the processor up to
    a run's first chart.
    """
    size = f'width="720" height="{height}" font-family="sans-serif"'
    ground = '<rect width="100%" height="100%" fill="white"/>'
    picture = f'<svg xmlns="http://www.w3.org/2000/svg" {size}>{ground}{"".join(drawn)}</svg>'
    return MetadataValue.md(f"![{title}](data:image/svg+xml;base64,{base64.b64encode(picture.encode()).decode()})")
