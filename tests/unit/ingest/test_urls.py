"""Canonical URLs, registered domains, dates in paths."""

from datetime import UTC, datetime

import pytest

from pipelines.ingest.urls import canonical_url, date_in_url, is_host, registered_domain


@pytest.mark.parametrize(
    ("url", "canonical"),
    [
        ("HTTP://News.Example.COM:80/A?id=3&utm_source=x&fbclid=y#top", "http://news.example.com/A?id=3"),
        ("https://example.com:8443", "https://example.com:8443/"),
        ("https://user:secret@example.com/a", "https://example.com/a"),
        ("https://example.com/a b", "https://example.com/a%20b"),
        ("https://example.com./a?", "https://example.com/a"),
        ("https://example.com/a?b=2&a=1", "https://example.com/a?b=2&a=1"),
    ],
)
def test_the_form_that_identifies_an_article(url: str, canonical: str) -> None:
    assert canonical_url(url) == canonical
    assert canonical_url(canonical) == canonical


@pytest.mark.parametrize(
    "url",
    ["", "ftp://example.com/a", "javascript:alert(1)", "https://[::1", "https:///a", "/a/b", "http://x/" + "a" * 5000],
)
def test_what_is_no_web_address_is_none(url: str) -> None:
    assert canonical_url(url) is None


def test_the_registered_domain_ends_at_the_public_suffix() -> None:
    assert registered_domain("www.news.example.co.uk") == "example.co.uk"
    assert registered_domain("lena.blogspot.com") == "lena.blogspot.com"
    assert registered_domain("127.0.0.1") is None


def test_a_bare_word_and_a_name_are_no_hosts() -> None:
    assert is_host("news.example.org")
    assert not is_host("Example")
    assert not is_host("The Example Times")


@pytest.mark.parametrize(
    "path",
    ["/2017/09/15/story", "/world/2017-09/15/content_1.htm", "/20170915-story", "/2017/sep/15/story", "/2017/9/15/a"],
)
def test_the_day_in_a_path_is_read(path: str) -> None:
    assert date_in_url(f"https://example.com{path}") == datetime(2017, 9, 15, tzinfo=UTC)


@pytest.mark.parametrize(
    "path", ["/2017/13/45/story", "/article/20170915123", "/2017096-a", "/2017/", "/a?d=/2017/09/15/"]
)
def test_numbers_that_are_no_day_are_not(path: str) -> None:
    assert date_in_url(f"https://example.com{path}") is None
