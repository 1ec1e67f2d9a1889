"""Cloudflare Pages: the host's own command uploads what changed, installed from a lock before the token is there."""

from statusladder.scaffold.hosts import deploy_unpacked, make_github_host, read_template

_NEEDS = """\
# Once: make a Pages project of the kind "direct upload". In the repository's settings make an environment `production`
# that only main may use, with the secrets CLOUDFLARE_API_TOKEN (permission: Cloudflare Pages, edit) and
# CLOUDFLARE_ACCOUNT_ID, and the variable CLOUDFLARE_PROJECT.
"""

_HOME = ".github/wrangler"
_LOCK = {f"{_HOME}/{name}": read_template(f"wrangler/{name}") for name in ("package.json", "package-lock.json")}

_STEPS = """\
      - uses: actions/checkout@3d3c42e5aac5ba805825da76410c181273ba90b1 # v7.0.1
        with:
          ref: main
          path: repository
          sparse-checkout: .github/wrangler # the lock, and no word of the site
          sparse-checkout-cone-mode: false # which would bring the files beside it at the root
          persist-credentials: false
      - uses: actions/setup-node@820762786026740c76f36085b0efc47a31fe5020 # v7.0.0
        with:
          node-version: 24
      - name: Install what the lock names, while no token is near
        run: npm ci --prefix repository/.github/wrangler --ignore-scripts --no-audit --no-fund
      - name: Deploy
        env:
          CLOUDFLARE_API_TOKEN: ${{ secrets.CLOUDFLARE_API_TOKEN }}
          CLOUDFLARE_ACCOUNT_ID: ${{ secrets.CLOUDFLARE_ACCOUNT_ID }}
          PROJECT: ${{ vars.CLOUDFLARE_PROJECT }}
        run: |
          repository/.github/wrangler/node_modules/.bin/wrangler pages deploy public \\
            --project-name "$PROJECT" --branch main
"""

_UPDATES = f"""\
  - package-ecosystem: npm
    directory: /{_HOME}
    schedule:
      interval: monthly
    cooldown:
      default-days: 7
"""

SCAFFOLD = make_github_host(
    "cloudflare",
    "Cloudflare Pages, by GitHub Actions",
    _NEEDS,
    deploy_unpacked(_STEPS, "{ contents: read } # to read the lock"),
    lock=_LOCK,
    updates=_UPDATES,
)
