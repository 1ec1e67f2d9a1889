"""GitLab Pages: one pipeline, and GitLab itself deploys what its job leaves behind."""

from statusladder.model.site import Settings
from statusladder.scaffold.hosts import common_files, template
from statusladder.scaffold.interface import Files, Scaffold


def _make(settings: Settings) -> Files:
    return {**common_files(), ".gitlab-ci.yml": template("gitlab-ci.yml"), "renovate.json": template("renovate.json")}


SCAFFOLD = Scaffold("gitlab-pages", "GitLab Pages, by GitLab CI", is_host=True, make=_make)
