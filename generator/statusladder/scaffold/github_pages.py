"""GitHub Pages: GitHub takes the packed site and serves it, and no secret is needed."""

from statusladder.scaffold.hosts import make_github_host

_NEEDS = """\
# Once: Settings > Pages > Source: GitHub Actions.
"""

_DEPLOY = """\
  deploy:
    needs: build
    runs-on: ubuntu-latest
    timeout-minutes: 10
    permissions:
      pages: write # to deploy
      id-token: write # proves to Pages which workflow it is that deploys
    environment:
      name: github-pages
      url: ${{ steps.deployment.outputs.page_url }}
    steps:
      - name: Deploy
        id: deployment
        uses: actions/deploy-pages@cd2ce8fcbc39b97be8ca5fce6e763baed58fa128 # v5.0.0
        with:
          artifact_name: site
"""

SCAFFOLD = make_github_host("github-pages", "GitHub Pages, by GitHub Actions", _NEEDS, _DEPLOY)
