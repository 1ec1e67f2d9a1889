"""A web server of one's own, reached by rsync over SSH."""

from statusladder.scaffold.hosts import deploy_unpacked, make_github_host

_NEEDS = """\
# Once: give the server a user that may write to one folder only, and that folder to nothing else: what is not of the
# site is deleted there. In the repository's settings make an environment `production` that only main may use, with the
# secrets SSH_KEY (its private key) and SSH_KNOWN_HOSTS (what `ssh-keyscan SERVER` prints, once compared with the
# server), and the variable RSYNC_TARGET, such as status@web.example.net:/srv/status/.
"""

_STEPS = """\
      - name: Deploy
        env:
          SSH_KEY: ${{ secrets.SSH_KEY }}
          SSH_KNOWN_HOSTS: ${{ secrets.SSH_KNOWN_HOSTS }}
          RSYNC_TARGET: ${{ vars.RSYNC_TARGET }}
        run: |
          umask 077
          printf '%s\\n' "$SSH_KEY" > "$RUNNER_TEMP/key"
          printf '%s\\n' "$SSH_KNOWN_HOSTS" > "$RUNNER_TEMP/known_hosts"
          export RSYNC_RSH="ssh -i $RUNNER_TEMP/key -o UserKnownHostsFile=$RUNNER_TEMP/known_hosts \\
            -o StrictHostKeyChecking=yes -o BatchMode=yes -o ConnectTimeout=20"
          rsync --recursive --times --perms --chmod=D755,F644 --delay-updates --delete-after public/ "$RSYNC_TARGET"
"""

SCAFFOLD = make_github_host("rsync", "a web server of your own, by GitHub Actions", _NEEDS, deploy_unpacked(_STEPS))
