"""Readable names of outlets."""

from pipelines.ingest.outlets import Outlet, is_outlet_name, outlet_as_stated, outlet_of_host
from pipelines.ingest.urls import registered_domain
from pipelines.ingest.words import read_table


def test_a_known_domain_has_a_readable_name_and_its_editions_have_the_same() -> None:
    assert outlet_of_host("africa.chinadaily.com.cn") == Outlet("China Daily", "chinadaily.com.cn")
    assert outlet_of_host("www.bbc.co.uk").name == outlet_of_host("bbc.com").name == "BBC"


def test_an_unknown_domain_is_its_own_name() -> None:
    assert outlet_of_host("www.tarn-valley-echo.example.com") == Outlet("example.com", "example.com")


def test_a_stated_host_is_read_as_a_host() -> None:
    assert outlet_as_stated("www.dailymail.co.uk", None) == Outlet("Daily Mail", "dailymail.co.uk")


def test_a_stated_name_stands_and_its_domain_comes_from_the_url() -> None:
    assert outlet_as_stated("Tarn Valley <b>Echo</b>", "echo.example.org") == Outlet("Tarn Valley Echo", "example.org")


def test_another_form_of_a_listed_name_becomes_the_listed_one() -> None:
    assert outlet_as_stated("Mail Online", "www.dailymail.co.uk").name == "Daily Mail"
    assert is_outlet_name("Mail Online")


def test_a_slogan_after_the_name_and_the_name_of_a_platform_are_no_outlet() -> None:
    assert outlet_as_stated("Tarn Valley Echo | News, sport and weather", None).name == "Tarn Valley Echo"
    assert outlet_as_stated("Blogger", "www.rt.com").name == "RT"


def test_an_agency_or_portal_whose_text_a_page_prints_is_not_its_outlet() -> None:
    assert outlet_as_stated("Associated Press", "www.tarnpost.example.com").name == "example.com"
    assert outlet_as_stated("MSN", "www.cnn.com").name == "CNN"
    assert outlet_as_stated("Associated Press", "apnews.com").name == "Associated Press"


def test_a_section_or_a_label_of_the_host_is_no_name() -> None:
    assert outlet_as_stated("U.S.", "www.reuters.com").name == "Reuters"
    assert outlet_as_stated("Hosted", "hosted.ap.org").name == "Associated Press"
    assert outlet_as_stated("tarnpost", "www.tarnpost.com").name == "tarnpost.com"
    assert outlet_as_stated("Tarnpost", "www.tarnpost.com").name == "Tarnpost"


def test_a_stated_name_without_a_letter_falls_back_to_the_url() -> None:
    assert outlet_as_stated(" - ", "www.rt.com").name == "RT"


def test_the_seed_lists_at_least_200_distinct_domains_that_can_be_registered() -> None:
    domains = [row["domain"] for row in read_table("outlets.csv")]
    assert len(domains) == len(set(domains)) >= 200
    assert [domain for domain in domains if registered_domain(domain) is None] == []
    assert all(row["name"].strip() for row in read_table("outlets.csv"))
