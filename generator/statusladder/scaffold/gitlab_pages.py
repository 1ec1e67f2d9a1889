"""GitLab Pages: one pipeline, and GitLab itself deploys what its job leaves behind."""

from statusladder.model.site import Settings
from statusladder.scaffold.hosts import find_sent_to, make_common_files, read_template
from statusladder.scaffold.interface import Files, Scaffold


def _make(settings: Settings) -> Files:
    return {
        **make_common_files(settings),
        ".gitlab-ci.yml": _pipeline(settings),
        "renovate.json": read_template("renovate.json"),
    }


_BUILD = "    - statusladder build --keep-going || { test $? -eq 3 && touch published-with-gaps; }\n"
_MESSAGES = (
    "    - statusladder messages --live --output messages || touch messages-incomplete # before it is deployed\n"
)
_LEFT = "[public, published-with-gaps]"


def _pipeline(settings: Settings) -> str:
    """With a channel to send to, the messages are written beside the page, and a job of its own sends them."""
    text = read_template("gitlab-ci.yml")
    if not find_sent_to(settings):
        return text
    text = text.replace(_BUILD, _BUILD + _MESSAGES)
    return text.replace(_LEFT, f"{_LEFT[:-1]}, messages, messages-incomplete]") + read_template("gitlab-announce.yml")


SCAFFOLD = Scaffold("gitlab-pages", "GitLab Pages, by GitLab CI", is_host=True, make=_make)
