"""An address has one strict form, and leads for us where it leads for a browser."""

import pytest

from statusladder.markup.html import to_html
from statusladder.model.addresses import as_browsed, base_address_of, host_of, is_foreign, is_link, is_web_address
from statusladder.views import urls

GOOD = (
    "https://status.tern.example",
    "http://localhost:8000",
    "https://127.0.0.1/",
    "https://[2001:db8::1]:8443/a",
    "https://tern.example/a_b(c)?q=1&r=%20#top",
    "https://münchen.example/straße",
    "https://xn--mnchen-3ya.example",
    "https://TERN.example.",
    "https://tern.example/O'Brien",
    "https://tern.example?a=b",
)
BAD = (
    "https://",
    "https:///a",
    "https://user@tern.example",
    "https://user:pass@tern.example",
    "https://tern.example@evil.example",
    "https://tern.example:0",
    "https://tern.example:65536",
    "https://tern.example:",
    "https://tern.example:8o",
    "https://tern example",
    "https://tern.example/a b",
    'https://tern.example/"',
    "https://tern.example/\\evil",
    "https://tern.example\\@evil.example",
    "https:\\\\tern.example",
    "https://tern.example/\x01",
    "https://tern.example/\nx",
    "https://tern.example/%zz",
    "https://tern.example/<b>",
    "https://tern.example/`id`",
    "https://-tern.example",
    "https://tern..example",
    "https://tern_x.example",
    "https://1.2.3",
    "https://0x7f.1",
    "https://1.2.3.4.5",
    "https://256.1.1.1",
    "https://[::g]",
    "https://[::1",
    "https://ter%6e.example",
    "https://" + "a" * 64 + ".example",
    "https://" + "a." * 130 + "example",
    "https://xn--a.example",
    "https://a\u202eb.example",
    "https://\ud800.example",
    "javascript:alert(1)",
    "//tern.example",
    "ftp://tern.example",
    "",
)


@pytest.mark.parametrize("address", GOOD)
def test_these_are_addresses_of_the_web(address: str) -> None:
    assert is_web_address(address)
    assert is_link(address)


@pytest.mark.parametrize("address", BAD)
def test_these_are_none(address: str) -> None:
    assert not is_web_address(address)
    assert not is_link(address)
    assert base_address_of(address) is None


@pytest.mark.parametrize(
    ("typed", "base"),
    [
        ("https://status.tern.example/", "https://status.tern.example"),
        ("HTTPS://Status.Tern.example/status/", "https://status.tern.example/status"),
        ("https://münchen.example", "https://xn--mnchen-3ya.example"),
        ("https://[2001:DB8::1]:8443/a-b/c.d", "https://[2001:db8::1]:8443/a-b/c.d"),
    ],
)
def test_a_site_has_its_address_as_the_name_system_writes_it(typed: str, base: str) -> None:
    assert base_address_of(typed) == base


@pytest.mark.parametrize(
    "path", ["/a;b", "/a$b", "/a{b}", "/../x", "/a/./b", "//x", "/a'b", "/a%20b", "?a", "#a", "/ä", "/a#"]
)
def test_a_path_that_a_server_could_read_as_more_is_none_for_a_site(path: str) -> None:
    assert base_address_of(f"https://status.tern.example{path}") is None


@pytest.mark.parametrize(
    "address",
    ["//evil.example", "\\\\evil.example", "/\\evil.example", "\\/evil.example", "/\t/evil.example", " //evil.example",
     "\x01//evil.example", "///evil.example", "http:///evil.example", "/\n/evil.example", "\t\\\\evil.example"],
)  # fmt: skip
def test_these_lead_to_another_host(address: str) -> None:
    assert is_foreign(address)
    assert urls.find_target("https://status.tern.example", "", address) is None


@pytest.mark.parametrize("address", ["/a//b", "a\\b", "#\\\\x", "?\\\\x", "../x", "", "a:b/c"[2:]])
def test_these_stay_on_the_site(address: str) -> None:
    assert not is_foreign(address)


@pytest.mark.parametrize(
    "address", ["//evil.example/x", "\\\\evil.example/x", "/\\evil.example/x", "http:\\\\evil.example/x"]
)
def test_the_host_is_that_of_a_browser(address: str) -> None:
    assert host_of(address) == "evil.example"


def test_an_address_of_mail_keeps_its_signs() -> None:
    assert as_browsed("mailto:a\\b@tern.example") == "mailto:a\\b@tern.example"


@pytest.mark.parametrize("address", ["//evil.example/x.png", "/\\\\evil.example/x.png", "\\\\\\\\evil.example/x.png"])
def test_a_page_shows_openly_where_a_link_and_a_picture_lead(address: str) -> None:
    """In Markdown two backslashes stand for one."""
    assert to_html(f"[words]({address})") == '<p dir="auto"><a href="//evil.example/x.png" rel="noopener">words</a></p>'
    assert "<img" not in to_html(f"![words]({address})")


@pytest.mark.parametrize(
    "address",
    ["mailto:a@tern.example,b@tern.example?subject=A%20b", "tel:+49 30 (0) 123-4", "https://f.example/?i={incident}"],
)
def test_a_page_may_also_link_to_these(address: str) -> None:
    assert is_link(address)


@pytest.mark.parametrize(
    "address", ["mailto:a b@tern.example", 'mailto:"a"@b.example', "mailto:a\\b@c.example", "tel:ext", "mailto:a\x00@b"]
)
def test_a_page_may_not_link_to_these(address: str) -> None:
    assert not is_link(address)
