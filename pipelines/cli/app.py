"""The commands' words and options; what they do is in the modules beside this one."""

import gc
import os
import sys
from pathlib import Path
from typing import Annotated, Literal

import typer

from pipelines import __version__
from pipelines.cli.failures import ExitCode, explain
from pipelines.cli.stopping import signals_stop
from pipelines.resources.desk_address import DESK_PORT
from pipelines.resources.environment import LOG_LEVEL

EXIT_CODES = """
Exit codes: 0 done; 1 failed; 2 wrong usage or configuration; 3 nothing to read (no such file, folder or warehouse);
4 another program writes; 5 the disk is full or cannot be written; 128 and a signal's number: stopped by that signal.
"""

app = typer.Typer(
    epilog=EXIT_CODES,
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)

Data = Annotated[
    Path | None, typer.Option("--data", help="The folder that holds everything; default: $WHOSAID_DATA, else ./data.")
]
Guard = Annotated[
    bool,
    typer.Option(help="In CSV, put ' before text that a spreadsheet would run; off: as it is, for programs."),
]
Paths = Annotated[list[Path] | None, typer.Argument(help="Files and folders; default: DIR/raw.")]
LogLevel = Literal["debug", "info", "warning", "error", "critical"]


def _print_version(is_asked: bool) -> None:
    if is_asked:
        print(f"whosaid {__version__}")
        raise typer.Exit


@app.callback()
def whosaid(
    version: Annotated[
        bool, typer.Option("--version", is_eager=True, callback=_print_version, help="Print the version and end.")
    ] = False,
    log_level: Annotated[
        LogLevel | None, typer.Option(help="What Dagster and the servers log: run critical, ui and desk warning.")
    ] = None,
) -> None:
    """Who said what, where, through which source: news files to a DuckDB warehouse of attributed quotes."""
    if log_level is not None:
        os.environ[LOG_LEVEL] = log_level  # which the processes that a command starts inherit


@app.command(epilog=EXIT_CODES)
def run(
    paths: Paths = None,
    data: Data = None,
    wait: Annotated[float, typer.Option(help="Seconds to wait for another run to end.")] = 0,
) -> None:
    """Ingest, annotate, build, check and publish; then say what came in and who was quoted most."""
    from pipelines.cli.run import run_pipeline

    run_pipeline(paths or [], data, wait_seconds=wait)


@app.command(epilog=EXIT_CODES)
def annotate(
    paths: Annotated[list[Path], typer.Argument(help="News files or folders; or JSON Lines of doc_id and text.")],
    jsonl: Annotated[bool, typer.Option("--jsonl", help="Write JSON Lines.")] = False,
    out: Annotated[Path | None, typer.Option(help="Write there, not to the terminal.")] = None,
    annotator: Annotated[
        str | None, typer.Option(help="reader or rules (fast); as configured where not given.")
    ] = None,
    data: Data = None,
) -> None:
    """Annotate files without a warehouse.

    With --jsonl each line holds doc_id, quotes, mentions and sentences, with offsets into the text. Input lines that
    are objects with doc_id and text are taken as they are; anything else is read as news files.
    """
    from pipelines.cli.annotate import annotate_files

    annotate_files(paths, data, as_json_lines=jsonl, out=out, annotator=annotator)


@app.command(epilog=EXIT_CODES)
def sql(
    query: Annotated[
        str | None, typer.Argument(help="One SELECT, .tables or .schema TABLE; - reads it from standard input.")
    ] = None,
    file: Annotated[
        Path | None, typer.Option("--file", "-f", help="Read the query from that file.", exists=True, dir_okay=False)
    ] = None,
    data: Data = None,
    format: Annotated[str, typer.Option(help="table, records (one column a line), csv, json or parquet.")] = "table",
    guard: Guard = True,
    out: Annotated[Path | None, typer.Option(help="Write there, not to the terminal.")] = None,
) -> None:
    """Query the published warehouse, read only. A table of many columns is printed one record a block."""
    from pipelines.cli.sql import print_query

    if (query is None) == (file is None):
        raise typer.BadParameter("give one query, or a file with one: -f FILE")
    text = file.read_text(encoding="utf-8") if file else sys.stdin.read() if query == "-" else query or ""
    print_query(text, data, form=format, is_guarded=guard, out=out)


@app.command(epilog=EXIT_CODES)
def findings(  # noqa: PLR0913 - one for each option
    rule: Annotated[str | None, typer.Option(help="Of one rule; docs/findings.md lists them.")] = None,
    severity: Annotated[str | None, typer.Option(help="error, warning or note.")] = None,
    outlet: Annotated[str | None, typer.Option(help="Of one outlet: its name or domain.")] = None,
    article: Annotated[str | None, typer.Option(help="Of one article: its article_id.")] = None,
    since: Annotated[str | None, typer.Option(help="First seen on that day or later, like 2026-03-02.")] = None,
    state: Annotated[str, typer.Option(help="open, resolved or all.")] = "open",
    format: Annotated[str, typer.Option(help="table, csv, json or parquet.")] = "table",
    guard: Guard = True,
    out: Annotated[Path | None, typer.Option(help="Write there, not to the terminal.")] = None,
    limit: Annotated[int | None, typer.Option(help="At most so many; default: 50 in a table, else all.", min=1)] = None,
    data: Data = None,
) -> None:
    """List what looks wrong with attributions, the worst first, and where to look."""
    from pipelines.cli.findings import Filter, print_findings

    wanted = Filter(rule, severity, outlet, article, since, state)
    print_findings(data, wanted, form=format, out=out, limit=limit, is_guarded=guard)


@app.command(epilog=EXIT_CODES)
def show(
    place: Annotated[str, typer.Argument(help="ARTICLE_ID, ARTICLE_ID:START-END or a quote_id.")],
    data: Data = None,
) -> None:
    """Show an article, or the place in it that a finding links to."""
    from pipelines.cli.show import show_place

    show_place(place, data)


@app.command(epilog=EXIT_CODES)
def correct(  # noqa: PLR0913 - one for each option
    quote: Annotated[
        str, typer.Argument(help="The quote, such as 59e9de82c5f5dcc1.1.q3; one that is missing: ARTICLE_ID:START-END.")
    ],
    wrong: Annotated[str, typer.Option(help="speaker, source, kind, span, not_a_quote, missing or nothing.")],
    by: Annotated[str, typer.Option(help="Who says so.")],
    speaker: Annotated[str | None, typer.Option(help="The right speaker; none where nobody is named.")] = None,
    source: Annotated[str | None, typer.Option(help="The right source, as the article prints it.")] = None,
    kind: Annotated[str | None, typer.Option(help="The right kind: direct, mixed or indirect.")] = None,
    content: Annotated[str | None, typer.Option(help="The right words, as the article prints them.")] = None,
    spans: Annotated[str | None, typer.Option(help="Where they stand, such as '120-180 195-240'.")] = None,
    note: Annotated[str | None, typer.Option(help="Why.")] = None,
    force: Annotated[bool, typer.Option("--force", help="Take a speaker whom the article does not name.")] = False,
    data: Data = None,
) -> None:
    """Say what is wrong with a quote: one line more in DIR/corrections/corrections.csv, which the next run applies."""
    from pipelines.cli.correct import correct_quote

    right = {"speaker": speaker, "source": source, "kind": kind, "content": content, "spans": spans}
    correct_quote(quote, data, {**right, "wrong": wrong, "corrected_by": by, "note": note}, is_forced=force)


@app.command(epilog=EXIT_CODES)
def aliases(
    from_wikidata: Annotated[Path, typer.Option(help="Wikidata's JSON dump: a file, plain, .gz or .bz2.")],
    out: Annotated[Path, typer.Option(help="The alias file to write; packed where its name ends in .gz.")],
    least_wikis: Annotated[int, typer.Option(help="Leave out items that fewer wikis have a page on.", min=0)] = 3,
) -> None:
    """Cut people, organisations and places out of a dump of Wikidata, for names across articles."""
    from pipelines.cli.aliases import cut_aliases

    cut_aliases(from_wikidata, out, least_wikis=least_wikis)


@app.command(epilog=EXIT_CODES)
def status(data: Data = None) -> None:
    """Say what the data folder holds, what waits to be done, and who writes."""
    from pipelines.cli.status import print_status

    print_status(data)


@app.command(epilog=EXIT_CODES)
def doctor(data: Data = None) -> None:
    """Check versions, disk, locks, settings and the model, and say what would block a run; its exit code is that."""
    from pipelines.cli.doctor import examine

    examine(data)


@app.command(name="check-lake", epilog=EXIT_CODES)
def check_lake(
    repair: Annotated[bool, typer.Option("--repair", help="Put damaged files aside, and run.")] = False,
    data: Data = None,
    wait: Annotated[float, typer.Option(help="Seconds to wait for another run to end.")] = 0,
) -> None:
    """Verify every file of the lake by its digest, rows and columns; say what a damaged or missing one costs.

    With --repair damaged files are put aside, their raw files are read again where they are still there, and a run
    makes again what can be made. Without it nothing is changed, and damage ends with exit code 1.
    """
    from pipelines.cli.check_lake import check_lake_of

    check_lake_of(data, is_repaired=repair, wait_seconds=wait)


@app.command(epilog=EXIT_CODES)
def forget(
    article: Annotated[str, typer.Argument(help="ARTICLE_ID, or the path of a raw file: all of its articles.")],
    by: Annotated[str, typer.Option(help="Who takes it out.")],
    why: Annotated[str, typer.Option(help="For what reason.")],
    data: Data = None,
    wait: Annotated[float, typer.Option(help="Seconds to wait for another run to end.")] = 0,
) -> None:
    """Take an article out for good: of lake, warehouse, caches, pages and Dagster's history; then build anew.

    A tombstone keeps who, when and why, and keeps the article out: its raw file, its address and its text are rejected
    as `forgotten` from then on. The raw file itself is yours to remove.
    """
    from pipelines.cli.forget import forget_article

    forget_article(article, data, by=by, why=why, wait_seconds=wait)


@app.command(epilog=EXIT_CODES)
def ui(data: Data = None, port: Annotated[int, typer.Option(help="The port on 127.0.0.1.")] = 3000) -> None:
    """Open Dagster on 127.0.0.1: the graph, the checks, runs, schedule and sensor."""
    from pipelines.cli.ui import serve

    serve(data, port=port)


@app.command(epilog=EXIT_CODES)
def report(
    outlet: Annotated[str, typer.Option(help="Its name or domain.")],
    month: Annotated[str, typer.Option(help="Like 2026-10.")],
    out: Annotated[Path | None, typer.Option(help="The folder to write to; default: report-MONTH.")] = None,
    data: Data = None,
) -> None:
    """Write a month of an outlet as one page for an editor: who was quoted, how evenly, what looks wrong; and CSV."""
    from pipelines.cli.report import report_month

    report_month(data, outlet=outlet, month=month, out=out)


@app.command(epilog=EXIT_CODES)
def desk(
    data: Data = None,
    port: Annotated[int, typer.Option(help="The port.")] = DESK_PORT,
    host: Annotated[str, typer.Option(help="The address; any but this machine's own needs a token.")] = "127.0.0.1",
    token: Annotated[
        str | None, typer.Option(envvar="WHOSAID_DESK_TOKEN", help="For --host; none: a new one is printed.")
    ] = None,
) -> None:
    """Open the reading room on 127.0.0.1: who said what, to search, to read and to put right."""
    from pipelines.cli.desk import open_desk

    open_desk(data, host=host, port=port, token=token)


def main() -> None:
    """Run the command line; a failure that has a name, and a signal, end with one line and their code."""
    gc.set_threshold(100_000)  # imports make much and free nothing: a second less of looking through it
    try:
        with signals_stop():
            app()
    except Exception as error:
        known = explain(error)
        if known is None:
            print(f"whosaid: {type(error).__name__}: this should not happen; the trace says where", file=sys.stderr)
            raise
        print(f"whosaid: {known}", file=sys.stderr)
        sys.exit(int(known.code) or int(ExitCode.FAILED))
