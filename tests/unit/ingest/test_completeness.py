"""Stubs and furniture, told from whole articles."""

import pytest

from pipelines.ingest.completeness import completeness_of, without_cut_mark

PARAGRAPH = "The mill in Tarn will be closed within nine weeks, the council decided on a vote of ten to four on Monday."
WHOLE = "\n".join([PARAGRAPH] * 20)


def _kind(body: str, extent: str | None = None, title: str | None = None) -> str:
    bare, is_cut = without_cut_mark(body)
    return completeness_of(bare, title=title, is_cut=is_cut, extent=extent).kind


@pytest.mark.parametrize(
    "body",
    [
        f'{PARAGRAPH} "We count… [+2140 chars]',
        f"{PARAGRAPH} [2140 characters]",
        f"{PARAGRAPH}\nSubscribe to continue reading. Already a subscriber? Sign in.",
        f"{PARAGRAPH}\nThis article is for subscribers only.\nMore from Tarn",
        f"{PARAGRAPH}\nTo read the full story, start your free trial.",
        f"{PARAGRAPH}\nContinue reading with a subscription.",
        f"{PARAGRAPH}\nYou've read your last free article. Subscribe for $1 a week.",
        f"{PARAGRAPH}\nThe rest of this article is available to members only.",
        f"{PARAGRAPH}\nThis story is locked. Buy a day pass to continue.",
        f"{PARAGRAPH}\nGet unlimited digital access to all articles from £2 a week",
        f"{PARAGRAPH}\n(Subscription required)",
        f"{PARAGRAPH}\nRead more at tarnpress.example",
        f"{PARAGRAPH}\nContinue reading...",
        f"{PARAGRAPH}\n[...]",
        f"{PARAGRAPH} […]\nThe post Mill closes appeared first on Tarn Press.",
        f"{PARAGRAPH} The mayor said that the ...",
        f"{PARAGRAPH}… [+2,140 chars]",
        f"{PARAGRAPH} (truncated)",
        f"{PARAGRAPH} The mayor ... (more)",
        f"{PARAGRAPH} (Continues…)",
        f"{PARAGRAPH}\nThis is an excerpt. Want the whole story? Enjoy more by signing up.",
        f"{PARAGRAPH}\nDieser Artikel ist nur für Abonnenten. Jetzt weiterlesen mit Plus.",
        f"{PARAGRAPH}\nIl vous reste 80 % de cet article à lire. La suite est réservée aux abonnés.",
    ],
)
def test_an_opening_that_ends_in_a_prompt_or_a_cut_is_a_stub(body: str) -> None:
    assert _kind(body) == "stub"


def test_the_mark_of_a_cut_is_no_text() -> None:
    assert without_cut_mark("We count… [+2140 chars]") == ("We count…", True)


@pytest.mark.parametrize(
    "body",
    [
        WHOLE,
        f"{WHOLE}\nAlready a subscriber? Sign in.",
        PARAGRAPH,
        "We waited…\nAnd waited…\nThen it rained…\nThe ferry came at noon.",
        f"{PARAGRAPH}\nSign up to our newsletter to get the full story in your inbox.",
        f"{PARAGRAPH}\nThe paper has 40,000 subscribers, and its members read six articles a day, the editor said.",
        f"{PARAGRAPH}\nOne waits… and waits…",
        f'{PARAGRAPH}\n"Subscribe to continue reading is what they all say," Orr said of the papers.',
        f'{PARAGRAPH}\n"We wait, and wait…"',
        f"{PARAGRAPH}\nReaders who subscribe to read the council's minutes will get them on paper, she said.",
        "The minister said cookies on council sites must ask for consent.\nThe privacy policy was late, he added.",
    ],
)
def test_a_whole_article_is_whole_whatever_it_says_of_subscribers_and_cookies(body: str) -> None:
    assert _kind(body) == "whole"


@pytest.mark.parametrize(
    "body",
    [
        "We value your privacy.\nWe and our partners store and access information on a device.\nAccept all\nReject all",
        "This website uses cookies. By clicking OK you accept cookies. Cookie settings",
        "Access denied. You don't have permission to access this page.",
        "Please verify you are human to continue.",
        "Press & Hold to confirm you are a human (and not a bot).\nReference ID 12ab",
        "We use cookies and other tracking technologies to show personalized content. Read our Privacy Policy.\nAccept",
        "Wir verwenden Cookies. Damit willigen Sie in die Verarbeitung ein.\nAlle akzeptieren\nDatenschutz",
        "We are currently performing maintenance. Please check back soon.",
        "Mill closes\nThe mill will close…\nRead more\nFerry late\nThe ferry was late…\nRead more\nPier open",
    ],
)
def test_what_a_page_shows_instead_of_an_article_is_furniture(body: str) -> None:
    assert _kind(body) == "furniture"


@pytest.mark.parametrize(
    ("title", "body"),
    [
        ("Unavailable for legal reasons", "We recognise that you are in the European Economic Area."),
        ("Pardon our interruption", "Something about your browser made us think you were a bot."),
        ("Are you using an ad blocker?", "It looks like you are using an ad blocker. Please turn it off to read on."),
        ("Sorry", "The page you are looking for has moved or no longer exists."),
        ("We'll be right back", "Our site is undergoing scheduled maintenance."),
        ("Sign in", "Email address\nPassword\nForgot your password?"),
        ("This website uses cookies", "We use cookies to choose what you see.\nDeny\nAllow selection\nAllow all"),
    ],
)
def test_pages_for_robots_other_countries_and_nobody_are_furniture(title: str, body: str) -> None:
    assert _kind(body, title=title) == "furniture"


def test_an_article_about_cookies_that_quotes_a_banner_is_whole() -> None:
    quoted = '"We use cookies," it said. "Accept all" or "Reject all", and "our privacy policy" was long.'
    assert _kind("\n".join([*[PARAGRAPH] * 6, quoted, *[PARAGRAPH] * 6])) == "whole"


def test_a_short_text_that_is_said_to_be_for_subscribers_is_a_stub_and_a_long_one_is_not() -> None:
    assert (_kind(PARAGRAPH, "restricted"), _kind(WHOLE, "restricted")) == ("stub", "whole")
    assert _kind(PARAGRAPH, "lead") == "stub"


def test_an_agency_that_signs_with_dots_does_not_break_the_text_off() -> None:
    text = "The harbour board kept the ferry in service, it said. " * 4
    assert completeness_of(f"{text}\nREUTER...", is_cut=False, extent=None).kind == "whole"
    assert completeness_of(f"{text}\nThe board will...", is_cut=False, extent=None).kind == "stub"
