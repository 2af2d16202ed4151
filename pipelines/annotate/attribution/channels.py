"""Through what the words came: "Truth Social", "Reuters", "a news conference"; read beside the cue.

A quotation that goes on after its said-clause keeps the channel of the words right before.
"""

import re
from collections.abc import Sequence
from dataclasses import replace

from pipelines.annotate.lexicon import word_class, words
from pipelines.annotate.page.layout import Layout
from pipelines.annotate.reading import Attribution
from pipelines.records import Quote, Span

PLATFORM_BEFORE = re.compile(
    r"(?<!call )(?<!calls )(?<!called )(?<!calling )"  # whom one calls on is no channel
    r"\b(?:on|via|to|through)\s+(?:(?:his|her|their|its|the|a)\s+)?(?:(?:own|official|verified|personal|social|media|networking|platform|site|website|network|messaging|app|service|account)\s+)*$",
    re.I,
)
INNER = r"(?!(?:an?|the|in|at|on|for|by|during|from)\b)"  # what begins another phrase is no word of this one
OCCASION = re.compile(
    r"\b(?:[Ii]n|[Aa]t|[Dd]uring|[Vv]ia|[Tt]hrough|from|by|[Oo]n)\s+((?:an?|the|his|her|their|its|another|one|several|two)?\s*"
    rf"(?:{INNER}[\w’'-]+\s+){{0,4}}?"
    rf"(?:{'|'.join(sorted(words('occasions'), key=len, reverse=True))}))\b"
    r"(?:\s+((?:with|to|before)\s+(?:the\s+)?(?:[A-Z][\w’'&.-]*(?:\s+(?:of\s+)?[A-Z][\w’'&.-]*){0,4}"
    r"|(?:parliament|congress|lawmakers|reporters|journalists|employees|staff|supporters|investors|shareholders)\b)))?"
)
PEOPLE = (
    r"reporters|journalists|lawmakers|legislators|parliament|congress|councillors|MPs|supporters|investors|viewers"
    r"|listeners|delegates|shareholders|analysts|followers"
)
PLACES = (
    r"court|jury|inquest|inquiry|hearing|tribunal|committee|panel|chamber|crowd|audience|rally|Commons|Senate|House"
    r"|summit|conference|briefing|newspaper|paper|magazine|broadcaster|station|network|website|outlet|agency"
    r"|programme|program|podcast|media|(?:radio|television|TV)(?: (?:station|show|host|programme|program))?"
)
LED = r"(?:the|an?|his|her|their|its|local|state|public|national|[A-Z]\w+)(?: [\w-]+){0,2}?"
TELLING = r"\b(?:told|tells|telling|informed|assured|quoted by)\s+"
BODY = r"(?:the\s+)?([A-Z][\w’'&.-]*(?:\s+(?:of\s+)?[A-Z][\w’'&.-]*){0,4})"
TOLD = re.compile(rf"{TELLING}(?:{BODY}|({PEOPLE}|the court|a crowd)\b)")
AUDIENCE = re.compile(rf"{TELLING}({LED} (?:{PLACES}|{PEOPLE}))\b")
QUOTING = re.compile(rf"(?:{BODY}|({LED} (?:{PLACES}))) (?:(?:has|had|have) )?(?:quoted|cited|quotes|cites)\b")
REPORTING = re.compile(rf", (?:{BODY}|({LED} (?:{PLACES}))) (?:(?:has|had|have) )?(?:reported|reports)\b")
OWNER = re.compile(r"([A-Z][\w& .-]*?)[’']s\b")
MASK = "\u241f"  # stands for characters of the content
REACH = 160  # characters around the cue
BEFORE_PLATFORM = 70  # characters: `on his own verified social media account `


def read_channels(
    text: str, layout: Layout, attributions: Sequence[Attribution], quotes: Sequence[Quote]
) -> list[Quote]:
    """Return the quotes with their channels; `attributions` run parallel to `quotes`."""
    found: list[Quote] = []
    for number, quote in enumerate(quotes):
        attribution = attributions[number]
        channel = None
        anchor = attribution.cue[:1]
        if found and quote.speaker and quote.speaker == found[-1].speaker and _goes_on(found[-1], attribution):
            channel = found[-1].channel
        elif anchor and (sentence := layout.sentence_of(anchor[0])):
            around = _inside_parent(attributions, quote.parent_quote_no, anchor[0]) or sentence.span
            channel = read_channel(text, anchor[0], attribution.content, around)
        found.append(replace(quote, channel=channel) if channel else quote)
    return found


def _goes_on(before: Quote, attribution: Attribution) -> bool:
    """Return whether `attribution` has no said-clause but the one of the quote `before`, whole or in part."""
    is_same_cue = not attribution.cue or tuple(attribution.cue) == tuple(before.cue)
    is_same_source = not attribution.source or tuple(attribution.source) == tuple(before.source)
    return is_same_cue and is_same_source


def _inside_parent(attributions: Sequence[Attribution], parent: int | None, cue: Span) -> Span | None:
    """Return the piece of the outer content that holds the cue: the channel around it is the outer speaker's."""
    pieces = attributions[parent].content if parent is not None else ()
    return next((p for p in pieces if p.start_char <= cue.start_char and cue.end_char <= p.end_char), None)


def read_channel(text: str, cue: Span, content: Sequence[Span], sentence: Span) -> str | None:
    """Return the channel printed around `cue` in its `sentence`, outside the content; null where none is."""
    start = max(min(sentence.start_char, cue.start_char), cue.start_char - REACH)
    end = min(max(sentence.end_char, cue.end_char), cue.end_char + REACH)
    printed = text[start:end]
    for span in content:
        if span.start_char < end and span.end_char > start:
            first, last = max(span.start_char, start) - start, min(span.end_char, end) - start
            printed = printed[:first] + MASK * (last - first) + printed[last:]
    return _platform(printed) or _reporter(printed) or _addressee(printed) or _occasion(printed) or _audience(printed)


def _platform(near: str) -> str | None:
    for match in re.finditer(r"[A-Z][\w.]*(?: [A-Z]\w*)?", near):
        for printed in (match[0].rstrip("."), match[0].split()[0].rstrip(".")):
            if printed in words("platforms") and PLATFORM_BEFORE.search(
                near[max(0, match.start() - BEFORE_PLATFORM) : match.start()]
            ):
                return printed
    return None


def _reporter(near: str) -> str | None:
    """Return the outlet that quotes the speaker: `Norwire quoted Orr as saying`, `Orr said, Norwire reported`."""
    match = QUOTING.search(near) or REPORTING.search(near)
    if match is None:
        return None
    return match[2] or (match[1] if _is_outlet(match[1]) else None)


def _addressee(near: str) -> str | None:
    """Return whom the words were told where that is an outlet or reporters, not a person."""
    match = TOLD.search(near)
    if match is None or match[1] is None:
        return match and match[2]
    printed = match[1].rstrip(".")
    while printed.rpartition(" ")[2] in words("calendar_words") and " " in printed:
        printed = printed.rpartition(" ")[0]
    owner = OWNER.match(printed)  # "CNN's Jake Orr"
    printed = owner[1] if owner else printed
    return printed if _is_outlet(printed) else None


def _audience(near: str) -> str | None:
    """Return who listened: `a packed chamber`, `local radio`."""
    match = AUDIENCE.search(near)
    return match and match[1]


def _is_outlet(printed: str) -> bool:
    tokens = printed.split()
    is_known = any(w.lower() in words("org_words") or w in words("outlet_words") for w in tokens)
    return is_known or printed.isupper() or (tokens[0] == "The" and len(tokens) > 1)


def _occasion(near: str) -> str | None:
    for match in OCCASION.finditer(near):
        phrase = match[1].strip()
        if not any(w.lower() in word_class("channel_breaks") for w in phrase.split()):
            return f"{phrase} {match[2].rstrip('.')}" if match[2] else phrase
    return None
