"""Object storage of AWS, entered by a role for a few minutes instead of by a stored key."""

from statusladder.scaffold.hosts import deploy_unpacked, make_github_host

_NEEDS = """\
# Once: make the bucket, and a role that only this repository's environment `production` may take (OpenID Connect),
# with the rights s3:ListBucket on the bucket, s3:PutObject and s3:DeleteObject on what is in it. In the repository's
# settings make that environment, for main only, with the variables AWS_ROLE, AWS_REGION and S3_BUCKET.
"""

_STEPS = """\
      - uses: aws-actions/configure-aws-credentials@517a711dbcd0e402f90c77e7e2f81e849156e31d # v6.2.2
        with:
          role-to-assume: ${{ vars.AWS_ROLE }}
          aws-region: ${{ vars.AWS_REGION }}
      - name: Deploy
        env:
          S3_BUCKET: ${{ vars.S3_BUCKET }}
        run: |
          # All counts as new, for aws would leave out a file that is older than what it replaces. The home page goes
          # after the pages that it links to, and what is gone is removed last. No cache may keep a page for long.
          find public -type f -exec touch {} +
          aws s3 sync public "s3://$S3_BUCKET" --only-show-errors --cache-control max-age=60 --exclude index.html
          aws s3 cp public/index.html "s3://$S3_BUCKET/index.html" --only-show-errors --cache-control max-age=60
          aws s3 sync public "s3://$S3_BUCKET" --only-show-errors --delete --size-only
"""

SCAFFOLD = make_github_host(
    "s3", "an S3 bucket, by GitHub Actions", _NEEDS, deploy_unpacked(_STEPS, "{ id-token: write } # to take the role")
)
