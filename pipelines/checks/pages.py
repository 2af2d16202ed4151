"""Data Docs that need no network: Great Expectations draws each suite's results, what it would fetch is taken out.

`<folder>/index.html` lists the runs, newest first; `<folder>/<run>/<suite>.html` is one suite of one run. Style stands
in the page itself; scripts, fonts and pictures from elsewhere are gone. What articles and suites say is text on the
page, whatever it looks like, and a policy in the page forbids browsers to run or fetch anything. Only the last runs are
kept.
"""

import re
import shutil
from collections.abc import Mapping, Sequence
from functools import cache
from html import escape
from numbers import Real
from pathlib import Path
from typing import Any

import orjson

from pipelines.checks.results import SuiteResult
from pipelines.durable import write_whole

RUNS_KEPT = 50
STYLE = (Path(__file__).parent / "pages.css").read_text(encoding="utf-8")
_SCRIPTS = re.compile(r"<script\b.*?</script\s*>", re.DOTALL | re.IGNORECASE)
_HANDLERS = re.compile(r"\son\w+\s*=\s*(?:\"[^\"]*\"|'[^']*')", re.IGNORECASE)  # of scripts that are gone
_FETCHED = re.compile(
    r"<(?:link|img|iframe|source)\b[^>]*?(?:href|src)\s*=\s*[\"']?(?:https?:)?//[^>]*>", re.IGNORECASE
)
_STYLES_FETCHED = re.compile(r"@import[^;]*;|url\(\s*[\"']?(?:https?:)?//[^)]*\)", re.IGNORECASE)
_ELSEWHERE = re.compile(r"<link\b[^>]*>|<a\b[^>]*href=\"(?:\.\./)+[^\"]*\"[^>]*>([^<]*)</a>", re.IGNORECASE)
_POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; form-action 'none'; base-uri 'none'"
# Great Expectations escapes some of what it draws. Each character that means something in HTML travels through it as
# one of Unicode's private use, which no font draws, and is written as a character reference in the end.
_MARKUP = "<>&\"'`"
_PRIVATE = {ord(character): chr(0xE000 + place) for place, character in enumerate(_MARKUP)}
_REFERENCES = {0xE000 + place: f"&#{ord(character)};" for place, character in enumerate(_MARKUP)}
_FOOTER = re.compile(r"<footer\b.*?</footer\s*>", re.DOTALL | re.IGNORECASE)


def write_pages(folder: Path, run_id: str, answers: Sequence[tuple[SuiteResult, Any]]) -> None:
    """Draw a page for every suite that had rows, list the pages in the run and the run in the index."""
    run = folder / run_id
    run.mkdir(parents=True, exist_ok=True)
    listed = _listed(run)
    for found, said in answers:
        name = f"{found.layer}.{found.table}.{found.suite}"
        if said is not None:
            (run / f"{name}.html").write_text(_drawn(found, said), encoding="utf-8")
        listed[name] = _line(found, has_page=said is not None)
    write_whole(run / "suites.json", orjson.dumps(listed))
    _forget_old(folder)
    write_whole(folder / "index.html", _index(folder).encode())


def without_network(page: str) -> str:
    """Remove from an HTML page everything that a browser would fetch or run, and put the style into it."""
    for pattern in (_SCRIPTS, _HANDLERS, _FETCHED, _STYLES_FETCHED, _FOOTER):
        page = pattern.sub("", page)
    page = _ELSEWHERE.sub(lambda found: found.group(1) or "", page)  # links into a site that is not built
    policy = f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">'
    return page.replace("<head>", f"<head>{policy}", 1).replace("</head>", f"<style>{STYLE}</style></head>", 1)


def _drawn(found: SuiteResult, said: Any) -> str:
    from great_expectations.render.renderer.page_renderer import ValidationResultsPageRenderer

    totals = {result.name: result for result in found.results}
    for result in said.results:  # of the last part alone, where the table came in several
        total = totals[result.expectation_config.meta["name"]]
        result.success = total.passed
        if "unexpected_count" in result.result:
            share = 100 * total.broken / total.judged if total.judged else 0.0
            result.result.update(element_count=total.rows, unexpected_count=total.broken, unexpected_percent=share)
    said.success = all(result.success for result in said.results)
    for result in said.results:
        _disguise(result)
    page = without_network(str(_view().render(ValidationResultsPageRenderer().render(said))))
    return page.translate(_REFERENCES).replace("<body>", '<body><p><a href="../index.html">All runs</a></p>', 1)


@cache
def _view() -> Any:
    """Return what lays pages out. Each new one compiles all templates again, which takes longer than to draw a page."""
    from great_expectations.render.view.view import DefaultJinjaPageView

    view: Any = DefaultJinjaPageView()
    return view


def _disguise(result: Any) -> None:
    """Replace the characters of HTML in all texts of a result by characters of private use."""
    config = result.expectation_config
    result.result, result.exception_info = _disguised(result.result), _disguised(result.exception_info)
    config.kwargs.update(_disguised(dict(config.kwargs)))
    config.meta = _disguised(config.meta)


def _disguised(value: Any) -> Any:
    if value is None or isinstance(value, Real):
        return value
    if isinstance(value, Mapping):
        return {_disguised(name): _disguised(inner) for name, inner in value.items()}
    if isinstance(value, list | tuple | set):
        return [_disguised(inner) for inner in value]
    return str(value).translate(_PRIVATE)


def _line(found: SuiteResult, *, has_page: bool) -> dict[str, Any]:
    failed = [result.name for result in found.results if not result.passed]
    return {"rows": found.rows, "expectations": len(found.results), "failed": failed, "has_page": has_page}


def _listed(run: Path) -> dict[str, Any]:
    path = run / "suites.json"
    listed: dict[str, Any] = orjson.loads(path.read_bytes()) if path.is_file() else {}
    return listed


def _forget_old(folder: Path) -> None:
    for run in sorted((path for path in folder.iterdir() if path.is_dir()), reverse=True)[RUNS_KEPT:]:
        shutil.rmtree(run)


def _index(folder: Path) -> str:
    runs = sorted((path for path in folder.iterdir() if (path / "suites.json").is_file()), reverse=True)
    body = "".join(_of_run(run.name, _listed(run)) for run in runs)
    title = "What the checks found"
    head = f'<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{title}</title></head>'
    return without_network(f"{head}<body><main><h1>{title}</h1>{body}</main></body></html>")


def _of_run(run_id: str, listed: Mapping[str, Mapping[str, Any]]) -> str:
    rows = "".join(_of_suite(run_id, name, line) for name, line in sorted(listed.items()))
    head = "<tr><th>suite</th><th>rows</th><th>expectations</th><th>failed</th></tr>"
    return f"<h2>{escape(run_id)}</h2><table>{head}{rows}</table>"


def _of_suite(run_id: str, name: str, line: Mapping[str, Any]) -> str:
    shown = f'<a href="{escape(run_id)}/{escape(name)}.html">{escape(name)}</a>' if line["has_page"] else escape(name)
    mark = "failed" if line["failed"] else "passed"
    failed = escape(", ".join(line["failed"])) or "none"
    cells = f"<td>{shown}</td><td>{line['rows']:,}</td><td>{line['expectations']}</td><td>{failed}</td>"
    return f'<tr class="{mark}">{cells}</tr>'
