"""GitLab Pages: one pipeline, and GitLab itself deploys what its job leaves behind."""

from statusladder.model.site import Settings
from statusladder.scaffold.hosts import make_common_files, read_template
from statusladder.scaffold.interface import Files, Scaffold


def _make(settings: Settings) -> Files:
    return {
        **make_common_files(),
        ".gitlab-ci.yml": read_template("gitlab-ci.yml"),
        "renovate.json": read_template("renovate.json"),
    }


SCAFFOLD = Scaffold("gitlab-pages", "GitLab Pages, by GitLab CI", is_host=True, make=_make)
