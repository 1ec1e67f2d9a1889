"""What a served page gains, whatever a theme makes of it."""

import pytest

from statusladder.serve.preview import make_live

SCRIPT = b'<script src="/token/__statusladder/live.js" data-version="a-1" defer></script>\n'


@pytest.mark.parametrize(
    ("page", "served"),
    [
        (b"<head><title>x</title></head><body></head></body>", b"<head><title>x</title>%s</head><body></head></body>"),
        (b"<p>A page without a head</p>", b"<p>A page without a head</p>%s"),
        (b"", b"%s"),
    ],
)
def test_the_script_stands_once_in_every_page(page: bytes, served: bytes) -> None:
    assert make_live(page, "/token/", "a-1") == served % SCRIPT


def test_the_policy_of_the_page_allows_the_script_and_nothing_more() -> None:
    policy = b"default-src 'none'; script-src &#39;sha256-x&#39;; connect-src &#39;self&#39;"
    page = b'<meta http-equiv="Content-Security-Policy" content="%s"><p>script-src is not here</p>'

    allowed = policy.replace(b"script-src ", b"script-src 'self' ")
    assert make_live(page % policy, "/token/", "a-1") == page % allowed + SCRIPT
