"""Netlify: one request with the whole site, for its own command brings a thousand packages near the token."""

from statusladder.scaffold.hosts import deploy_unpacked, make_github_host

_NEEDS = """\
# Once: make a Netlify project that is not linked to a repository. In the repository's settings make an environment
# `production` that only main may use, with the secret NETLIFY_TOKEN and the variable NETLIFY_PROJECT_ID.
"""

_STEPS = """\
      - name: Pack as Netlify takes it
        working-directory: public
        run: python3 -I -m zipfile --create ../site.zip .
      - name: Deploy
        env:
          NETLIFY_TOKEN: ${{ secrets.NETLIFY_TOKEN }}
          NETLIFY_PROJECT_ID: ${{ vars.NETLIFY_PROJECT_ID }}
        run: |
          curl --fail-with-body --silent --show-error --output /dev/null --max-time 120 --retry 3 \\
            --header "Authorization: Bearer $NETLIFY_TOKEN" --header "Content-Type: application/zip" \\
            --data-binary @site.zip "https://api.netlify.com/api/v1/sites/$NETLIFY_PROJECT_ID/deploys"
"""

SCAFFOLD = make_github_host("netlify", "Netlify, by GitHub Actions", _NEEDS, deploy_unpacked(_STEPS))
