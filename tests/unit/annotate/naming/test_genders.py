"""What the pronouns around a name show of a person's gender."""

import re

from pipelines.annotate.naming.chaining import chain_names
from pipelines.annotate.naming.genders import observe_genders, reported_words
from pipelines.annotate.page.layout import lay_out
from pipelines.annotate.page.sentences import split_sentences
from pipelines.annotate.reading import Attribution, Name
from pipelines.records import Document, Span


def gender(text: str, content: str = "") -> str | None:
    names = [Name(Span(*m.span()), "PERSON") for m in re.finditer("Lena Orr|Tom Falk", text)]
    chains = chain_names(text, names)
    start = text.index(content) if content else 0
    told = [Attribution([Span(start, start + len(content))])] if content else []
    layout = lay_out(Document("d", text), split_sentences(text))
    observe_genders(text, layout, names, chains, list(reported_words(text, told)))
    return chains.all[0].gender


def test_a_pronoun_after_the_name_shows_it() -> None:
    assert gender("Lena Orr left her house.") == "female"
    assert gender("Lena Orr left. She took the ferry.") == "female"


def test_inside_what_somebody_says_only_the_first_word_is_about_the_speaker() -> None:
    assert (
        gender("Tom Falk said that of three accounts in her name two were false.", "that of three accounts in her name")
        is None
    )
    assert gender("Lena Orr said that she had seen his letter.", "that she had seen his letter") == "female"


def test_who_says_the_quotation_that_begins_a_sentence_is_not_told_by_the_name_before() -> None:
    text = "The owner, Tom Falk, had rung. “I never did,” she said."
    layout = lay_out(Document("d", text), split_sentences(text))
    names = [Name(Span(text.index("Tom Falk"), text.index("Tom Falk") + 8), "PERSON")]
    chains = chain_names(text, names)
    start = text.index("“")
    observe_genders(text, layout, names, chains, [Span(start, text.index("”") + 1)])
    assert chains.all[0].gender is None


def test_whom_somebody_tells_something_is_another_and_so_is_who_goes_on_after_it() -> None:
    assert gender("Lena Orr told him. He left.") is None
    assert gender("Lena Orr left. He stayed.") == "male"


def test_behind_a_quotation_somebody_else_may_be_told_of() -> None:
    assert gender("Lena Orr said: “No.” The bishop said he would sail.") is None
