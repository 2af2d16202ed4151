"""Many articles in one document, as Nexis, Factiva and ProQuest export them: told by their marks, split, their heads
read.

Nexis begins each article with "1 of 3 DOCUMENTS" or ends it with "End of Document"; Factiva ends it with "Document" and
an accession number; ProQuest begins it with "Document 1 of 3" or a line of underscores. Around the text stand labels
("BYLINE:", "Full text:") or codes ("HD", "LP"), in the language in which the programs were used. Nothing is read here
but text.
"""

import re
from collections.abc import Iterator, Mapping, Sequence

from pipelines.ingest.names import is_name
from pipelines.ingest.words import word_lists

_NUMBERED = re.compile(
    r"^[ \t]*(?:document[ \t]+)?\d+[ \t]+(?:of|von|de|sur|di|van)[ \t]+\d+(?:[ \t]+do[ck]ument\w*)?[ \t]*$", re.I | re.M
)
_NEXIS_MARK = re.compile(
    r"^[ \t]*(?:\d+[ \t]+\w+[ \t]+\d+[ \t]+do[ck]ument\w*|document[ \t]+\d+[ \t]+of[ \t]+\d+)[ \t]*$", re.I | re.M
)
_NEXIS_END = re.compile(
    r"^[ \t]*(?:End of Document|Fin du document|Ende des Dokuments|Fin del documento|Fine del documento|"
    r"Einde van (?:het )?document|Fim do documento)[ \t]*$",
    re.I | re.M,
)
_PAGE = re.compile(r"^[ \t]*(?:Page|Seite|Página|Pagina)[ \t]+\d+[ \t]+(?:of|von|sur|de|di|van)[ \t]+\d+[ \t]*$", re.I)
_NEXIS_LABEL = re.compile(
    r"^[ \t]*(?:LENGTH|BYLINE|LOAD-DATE|SECTION|LÄNGE|AUTOR|RUBRIK|SPRACHE|LONGUEUR|AUTEUR|RUBRIQUE|LENGTE|LONGITUD):",
    re.I | re.M,
)
_RULE = re.compile(r"^[ \t]*_{20,}[ \t]*$", re.M)
_PROQUEST_LABEL = re.compile(r"^[ \t]*(?:Publication info|Full text|ProQuest document ID):", re.I | re.M)
_COVER = re.compile(
    r"^(?:User Name:|Date and Time:|Job Number:|Documents? \(\d+\)|Client/Matter:|Search (?:Terms|Type):|Narrowed by|"
    r"Content Type|News Timeline|\| ?About LexisNexis)",
    re.I,
)
"""What stands on the cover page of a Nexis delivery, before the first article's head."""
_FACTIVA_END = re.compile(r"^[ \t]*(?:AN[ \t]+)?Do[ck]umento?[ \t]+[A-Z0-9]{5,12}0{2,4}\d{8}\w{8,10}[ \t]*$", re.M)
_LABEL = re.compile(r"^\s*([^\W\d_](?:[^\W\d_]|-){2,20}(?: [^\W\d_]{2,12}){0,2}):\s*(.*)$")
_DATE = re.compile(
    r"^(?:[^\W\d_]{4,12},?\s+)?((?:[^\W\d_]{3,9}\.?\s+\d{1,2},?|\d{1,2}\.?\s+(?:de\s+)?[^\W\d_]{3,10}),?(?:\s+de)?\s+\d{4})\b"
    r"(?:.{0,40}?(\d{1,2}:\d\d\s*(?:[AP]M)?(?:\s+[A-Z]{2,4})?))?"
)
_RIGHTS = re.compile(
    r"^\s*(?:copyright\b|\(c\)|©|all rights reserved|alle rechte vorbehalten|tous droits réservés)", re.I
)
_WORDS = re.compile(r"^[\d,.\s]+ (?:words?|mots?|wörter|wort|palabras|parole|woorden|palavras)$", re.I)
_EDITION = re.compile(
    r"^(?:[\w'’.-]+ ){0,4}(?:edition|édition|\w*ausgabe|edición|edizione|editie|edição)(?: \d+)?$", re.I
)
_BY = re.compile(r"(?:by|von|par|por|door|di) (?=\S+ \S)", re.I)
_CODED = re.compile(
    r"^[ \t]*([A-Z]{2})[ \t]{2,}(.*)$"
    r"|^[ \t]*(SE|HD|BY|WC|PD|ET|SN|SC|ED|PG|LA|CY|LP|TD|RE|IN|NS|CO|CT|CR|ART|IPC|IPD|PUB|AN)(?:[ \t]+(.*))?$"
)
_LONGEST_PUBLISHER = 60  # characters of the line before Factiva's end mark
_FIELDS_OF_CODES = {"HD": "title", "BY": "byline", "PD": "date", "SN": "outlet", "SE": "section", "LA": "language"}
_FIELDS_OF_LABELS = {
    "headline": "title",
    "byline": "byline",
    "section": "section",
    "dateline": "dateline",
    "language": "language",
    "url": "url",
    "autor": "byline",
    "auteur": "byline",
    "rubrik": "section",
    "rubrique": "section",
    "sprache": "language",
    "langue": "language",
    "autore": "byline",
    "titre": "title",
    "überschrift": "title",
    "author": "byline",
    "title": "title",
    "publication title": "outlet",
    "publication date": "date",
}


def is_bundle(text: str) -> bool:
    """True where the beginning of a text bears the marks of Nexis or Factiva."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    is_labelled = _NEXIS_LABEL.search(text) or _PROQUEST_LABEL.search(text)
    has_mark = _NEXIS_MARK.search(text) or _NEXIS_END.search(text)
    return bool((has_mark and is_labelled) or _FACTIVA_END.search(text)) or _is_proquest(text)


def split_bundle(text: str) -> Iterator[Mapping[str, str]]:
    """Yield the fields of each article, under names of `field_names.csv`; `text` has plain newlines."""
    if _NEXIS_MARK.search(text) and _PROQUEST_LABEL.search(text):
        parts, read = _NUMBERED.split(text), _read_proquest
    elif _is_proquest(text):
        parts, read = _RULE.split(text), _read_proquest
    elif _NEXIS_MARK.search(text):
        parts, read = _NUMBERED.split(text), _read_nexis
    elif _NEXIS_END.search(text):
        parts, read = _NEXIS_END.split(text), _read_nexis
    else:
        parts, read = _FACTIVA_END.split(text), _read_factiva
    for part in parts:
        lines = _without_page_heads([line.rstrip() for line in part.split("\n")])
        if any(line.strip() for line in lines):
            fields = read(lines)
            if fields.get("text"):
                yield fields


def _is_proquest(text: str) -> bool:
    """True for articles of ProQuest between lines of underscores."""
    labels = {label.casefold().strip() for label in _PROQUEST_LABEL.findall(text)}
    return bool(_RULE.search(text)) and {"full text:", "proquest document id:"} <= labels


def _without_page_heads(lines: list[str]) -> list[str]:
    """Return the lines without "Page 1 of 4", and without the headline that each page has below it."""
    heads = [number for number, line in enumerate(lines) if _PAGE.match(line)]
    below = {number + 1 for number in heads if lines.count("".join(lines[number + 1 : number + 2])) > 1}
    return [line for number, line in enumerate(lines) if number not in {*heads, *below}]


def _read_nexis(lines: Sequence[str]) -> dict[str, str]:
    """Head (outlet, date, headline in either order), labels, text, labels."""
    fields: dict[str, str] = {}
    head: list[str] = []
    body: list[str] = []
    for number, line in enumerate(lines):
        label = _LABEL.match(line)
        name = label[1].casefold() if label else line.strip().casefold()
        is_body = not body and name in word_lists()["bundle_body"]
        if label and name in word_lists()["bundle_label"]:
            if body and name in word_lists()["bundle_tail"]:
                fields |= _labelled(lines[number:])
                break
            fields |= _labelled([line])
        elif not fields and not body and not is_body:
            head += [line.strip()] if line.strip() else []
        elif name in word_lists()["bundle_tail"]:
            fields |= _labelled(lines[number:])
            break
        elif not is_body:
            body.append(line)
    return _headed(head) | fields | {"text": _without_rights(body)}


def _read_proquest(lines: Sequence[str]) -> dict[str, str]:
    """Title, labels, the text behind "Full text:", labels that say most of it again."""
    title = next((line.strip() for line in lines if line.strip(" _")), "")
    labels = [_LABEL.match(line) for line in lines]
    names = [label[1].casefold() if label else "" for label in labels]
    start = next((number for number, name in enumerate(names) if name == "full text"), len(lines))
    tail = word_lists()["bundle_tail"]
    end = next((number for number in range(start + 1, len(lines)) if names[number] in tail), len(lines))
    body = [label[2] for label in labels[start : start + 1] if label] + list(lines[start + 1 : end])
    return {"title": title} | _labelled([*lines[:start], *lines[end:]]) | {"text": _without_rights(body)}


def _labelled(lines: Sequence[str]) -> dict[str, str]:
    found = {}
    for line in lines:
        label = _LABEL.match(line)
        if label and label[2].strip():
            name = _FIELDS_OF_LABELS.get(label[1].casefold(), f"label {label[1]}")
            found[name] = _BY.sub("", label[2].strip(), count=1) if name == "byline" else label[2].strip()
    return found


def _headed(head: Sequence[str]) -> dict[str, str]:
    """The lines above the labels: the outlet stands right above the date, the headline above it or below the date."""
    covered = [number for number, line in enumerate(head) if _COVER.match(line)]
    lines = [line for line in head[covered[-1] + 1 if covered else 0 :] if not _RIGHTS.match(line)]
    place = next((number for number, line in enumerate(lines) if _DATE.match(line)), None)
    if place is None:
        return {"title": " ".join(lines)} if lines else {}
    dated = _DATE.match(lines[place])
    above, outlet = lines[: max(place - 1, 0)], lines[place - 1] if place else ""
    below = lines[place + 1 :]
    if len(below) > 1 and _EDITION.match(below[0]):
        below = below[1:]
    found = {"outlet": outlet, "title": " ".join(above or below)}
    return found | {"date": " ".join(filter(None, dated.groups())) if dated else ""}


def _read_factiva(lines: Sequence[str]) -> dict[str, str]:
    coded = [_CODED.match(line) for line in lines]
    return _read_coded(lines) if sum(map(bool, coded)) >= len(_FIELDS_OF_CODES) - 1 else _read_displayed(lines)


def _read_coded(lines: Sequence[str]) -> dict[str, str]:
    fields: dict[str, str] = {}
    body: list[str] = []
    code, before = "", ""
    for line in lines:
        match = _CODED.match(line)
        if match and match[4] and code in ("LP", "TD") and before:
            match = None  # a line of prose in capitals
        text = before = line.strip()
        if match:
            code, text = match[1] or match[3], (match[2] or match[4] or "").strip()
        if code in ("LP", "TD"):
            body.append(text)
        elif code == "BY" and match:
            fields["byline"] = _BY.sub("", text, count=1)
        elif code in _FIELDS_OF_CODES and text:
            name = _FIELDS_OF_CODES[code]
            fields[name] = f"{fields[name]} {text}" if name in fields else text
    return fields | {"text": "\n".join(body).strip()}


def _read_displayed(lines: Sequence[str]) -> dict[str, str]:
    """Section, headline, byline, words, date, perhaps a time, outlet, code, page, language, rights; then the text."""
    counted = next((number for number, line in enumerate(lines) if _WORDS.match(line.strip())), None)
    if counted is None:
        return {"text": ""}
    above = [line.strip() for line in lines[:counted] if line.strip()]
    fields = {}
    if above and (_BY.match(above[-1]) or _is_name_under_headline(above)):
        fields["byline"] = _BY.sub("", above.pop(), count=1)
    if above:
        fields["title"] = above[-1]
    below = lines[counted + 1 :]
    rights = next((number for number, line in enumerate(below) if _RIGHTS.match(line)), None)
    head = [line.strip() for line in below[: rights or 0] if line.strip()]
    dated = [number for number, line in enumerate(head) if _DATE.match(line)]
    if dated:
        fields["date"] = head[dated[0]]
        rest = [line for line in head[dated[0] + 1 :] if not re.match(r"\d{1,2}:\d\d", line)]
        fields |= {"outlet": rest[0]} if rest else {}
    languages = [line for line in head if line.casefold() in word_lists()["bundle_language"]]
    fields |= {"language": languages[0]} if languages else {}
    return fields | {"text": _without_publisher(below[(rights + 1) if rights is not None else 0 :])}


def _is_name_under_headline(lines: Sequence[str]) -> bool:
    """True for a writer without a "By": a name below a line that is no section's, for it has words in lower case."""
    return len(lines) > 1 and is_name(lines[-1]) and any(word.islower() for word in lines[-2].split())


def _without_publisher(lines: Sequence[str]) -> str:
    """Return a displayed text without the publisher's name, which stands alone above the end mark."""
    text = "\n".join(lines).strip()
    before, blank, last = text.rpartition("\n\n")
    is_name = blank and len(last) <= _LONGEST_PUBLISHER and "\n" not in last and last[-1:] not in ".!?\"'”’)"
    return before.strip() if is_name else text


def _without_rights(lines: Sequence[str]) -> str:
    kept = list(lines)
    while kept and (not kept[-1].strip() or _RIGHTS.match(kept[-1])):
        kept.pop()
    return "\n".join(kept).strip("\n")
