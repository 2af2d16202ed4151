"""Names that are no part of the story: who wrote it, who took the picture, who signed an embedded post."""

import re

from pipelines.annotate.page.layout import Layout
from pipelines.records import Span

POST_SIGNATURE = re.compile(r"\s?\(@\w")  # `Lena Orr (@lenaorr)` under an embedded post
CREDITED = re.compile(r"[^\S\n]*(?:$|[/|]|(?:for|via) [A-Z])", re.MULTILINE)  # what goes on after a photographer's name
CREDIT = re.compile(r"(?:(?:photo|photograph|image|picture|credit)s?(?: by|:)?)?\s*", re.I)
AGENCY_AFTER = re.compile(r" ?/ ?[A-Z]|, File\b| via (?:AP|Getty|Reuters)\b")  # `Lena Orr/AP`
MADE = r"\b(?:[Pp]hoto(?:graph)?s?|PHOTO|[Ii]mages?|IMAGE|[Pp]ictures?|[Vv]ideo)(?: by|:| copyright| credit:?)"
CREDIT_BEFORE = re.compile(rf"(?:[A-Z]\w+ ?/ ?|{MADE}|\b(?:[Cc]redit|CREDIT)s?:|©|\([Cc]\)) ?(?:the )?$")
ENDS_LINE = re.compile(r"[^\S\n]*$", re.MULTILINE)
BEHIND = re.compile(r"[.)!?”\"] $")  # what a name at a line's end signs: `It rained. Lena Orr`
AGENCIES = frozenset(("AFP", "AP", "EPA", "Getty", "Getty Images", "PA", "REX", "Reuters", "Shutterstock"))
LONGEST = 30  # characters of what stands before a name


def is_credit(text: str, layout: Layout, name: Span) -> bool:
    """Return whether a person's name is a signature, a byline, a credit, or a line of its own as under photographs."""
    if (
        name.of(text) in AGENCIES
        or POST_SIGNATURE.match(text, name.end_char)
        or AGENCY_AFTER.match(text, name.end_char)
    ):
        return True
    if CREDIT_BEFORE.search(text, max(0, name.start_char - LONGEST), name.start_char):
        return True
    if ENDS_LINE.match(text, name.end_char) and BEHIND.search(text, max(0, name.start_char - 2), name.start_char):
        return True
    sentence = layout.sentence_of(name)
    if sentence is not None and sentence.role == "byline":
        return True
    line = text.rfind("\n", 0, name.start_char) + 1
    return CREDIT.fullmatch(text, line, name.start_char) is not None and bool(CREDITED.match(text, name.end_char))
