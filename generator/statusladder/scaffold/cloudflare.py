"""Cloudflare Pages: the host's own command uploads what changed."""

from statusladder.scaffold.github import deploy_unpacked, host_on_github

_NEEDS = """\
# Once: make a Pages project of the kind "direct upload". In the repository's settings make an environment `production`
# that only main may use, with the secrets CLOUDFLARE_API_TOKEN (permission: Cloudflare Pages, edit) and
# CLOUDFLARE_ACCOUNT_ID, and the variable CLOUDFLARE_PROJECT.
"""

_STEPS = """\
      - uses: actions/setup-node@820762786026740c76f36085b0efc47a31fe5020 # v7.0.0
        with:
          node-version: 24
      - name: Deploy
        env:
          CLOUDFLARE_API_TOKEN: ${{ secrets.CLOUDFLARE_API_TOKEN }}
          CLOUDFLARE_ACCOUNT_ID: ${{ secrets.CLOUDFLARE_ACCOUNT_ID }}
          PROJECT: ${{ vars.CLOUDFLARE_PROJECT }}
        run: npx --yes wrangler@4.164.0 pages deploy public --project-name "$PROJECT" --branch main
"""

SCAFFOLD = host_on_github("cloudflare", "Cloudflare Pages, by GitHub Actions", _NEEDS, deploy_unpacked(_STEPS))
