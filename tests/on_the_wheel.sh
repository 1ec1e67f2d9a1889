#!/usr/bin/env bash
# Runs the tests once more against what is shipped: the wheel, in a folder where no source is that could stand in for it.
# Usage: tests/on_the_wheel.sh PYTHON, the interpreter of an environment with the development tools.
set -euo pipefail
checkout=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
python=$(cd "$(dirname "$1")" && pwd)/$(basename "$1")
away=$(mktemp -d)
trap 'rm -rf "$away"' EXIT

"$python" -m build --no-isolation --wheel --outdir "$away/dist" "$checkout" >"$away/build.log" 2>&1 || { cat "$away/build.log" >&2; exit 1; }
"$python" -m pip install --quiet --disable-pip-version-check --no-deps --target "$away/installed" "$away"/dist/*.whl
cp -r "$checkout"/{action.yml,.pre-commit-hooks.yaml,content,docs,tests,site.yaml,pyproject.toml,Makefile,README.md,CHANGELOG.md,CONTRIBUTING.md,LICENSE,SECURITY.md,.ci,.github,requirements} "$away/"

# A file that is missing shows at the first example.
unset STATUSLADDER_NIGHT
export STATUSLADDER_REAL_DATA="${STATUSLADDER_REAL_DATA:-$checkout/../shared/data}"
export PYTHONPATH="$away/installed"
# The index of a release that is not out yet: where `init` finds the wheel whose hash it notes.
export PIP_NO_INDEX=1 PIP_FIND_LINKS="$away/dist"
cd "$away"
found=$("$python" -c 'import statusladder; print(statusladder.__file__)')
[[ $found == "$away"/* ]] || { echo "the tests would run against $found, not against the wheel" >&2; exit 1; }
# That no file is missing is test_package's; here the command works as it was shipped, with all that it reads.
"$python" -m pytest -n 2 tests/content tests/theming tests/scaffold/test_members.py tests/outputs/test_pages.py \
  tests/cli/test_init.py tests/cli/test_commands.py tests/cli/test_playbooks.py tests/cli/test_policy.py tests/test_plugins.py \
  tests/test_discovery.py
