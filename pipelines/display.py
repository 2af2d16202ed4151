"""What people see of an asset in Dagster: column schemas, tables of samples, charts. Only shows; decides nothing."""

import base64
import io
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import pyarrow as pa
from dagster import MetadataValue, TableColumn, TableColumnConstraints, TableSchema

OWNERS = ["team:whosaid"]
CELL_CHARACTERS = 90
COLOURS = ("#2f6f9f", "#8fb8d8", "#b9c2cc", "#e0a458", "#c0504d")


def column_schema(schema: pa.Schema) -> TableSchema:
    """Return an Arrow schema as Dagster shows it."""
    return TableSchema(
        [TableColumn(f.name, str(f.type), constraints=TableColumnConstraints(nullable=f.nullable)) for f in schema]
    )


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
    for character in "\\`*_[]<>|#&":
        text = text.replace(character, f"&#{ord(character)};")
    return text


def bars(title: str, counts: Mapping[str, int], *, unit: str) -> MetadataValue[Any]:
    """Return a chart of one horizontal bar per name, longest first as given."""
    from matplotlib.figure import Figure  # half a second of imports

    figure = Figure(figsize=(7, 0.6 + 0.32 * max(len(counts), 1)), layout="constrained")
    axes = figure.subplots()
    names = list(counts)[::-1]
    drawn = axes.barh(names, [counts[name] for name in names], color=COLOURS[0])
    axes.bar_label(drawn, padding=3, fmt="{:,.0f}", fontsize=8)
    axes.set_title(title, loc="left", fontsize=10)
    axes.set_xlabel(unit, fontsize=8)
    _plain(axes)
    return _image(figure, title)


def stacks(title: str, names: Sequence[str], parts: Mapping[str, Sequence[int]], *, unit: str) -> MetadataValue[Any]:
    """Return a chart of one stacked column per name, with a part per entry of `parts`."""
    from matplotlib.figure import Figure

    figure = Figure(figsize=(7, 3), layout="constrained")
    axes = figure.subplots()
    below = [0] * len(names)
    for (part, heights), colour in zip(parts.items(), COLOURS, strict=False):
        axes.bar(list(names), heights, bottom=below, label=part, color=colour)
        below = [low + height for low, height in zip(below, heights, strict=True)]
    axes.set_title(title, loc="left", fontsize=10)
    axes.set_ylabel(unit, fontsize=8)
    axes.tick_params(axis="x", labelrotation=45)
    axes.legend(fontsize=8, frameon=False)
    _plain(axes)
    return _image(figure, title)


def _plain(axes: Any) -> None:
    axes.tick_params(labelsize=8)
    axes.spines[["top", "right"]].set_visible(False)


def _image(figure: Any, title: str) -> MetadataValue[Any]:
    buffer = io.BytesIO()
    figure.savefig(buffer, format="png", dpi=110)
    return MetadataValue.md(f"![{title}](data:image/png;base64,{base64.b64encode(buffer.getvalue()).decode()})")
