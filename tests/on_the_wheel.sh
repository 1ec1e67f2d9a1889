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
cp -r "$checkout"/{action.yml,.pre-commit-hooks.yaml,content,docs,tests,site.yaml,pyproject.toml,Makefile,README.md,CHANGELOG.md,CONTRIBUTING.md,LICENSE,.ci,.github} "$away/"

export STATUSLADDER_REAL_DATA="${STATUSLADDER_REAL_DATA:-$checkout/../shared/data}"
export PYTHONPATH="$away/installed"
cd "$away"
found=$("$python" -c 'import statusladder; print(statusladder.__file__)')
[[ $found == "$away"/* ]] || { echo "the tests would run against $found, not against the wheel" >&2; exit 1; }
# Left out is what is about the source and its checkout, what looks at pages (the wheel holds the same templates, as
# test_package asserts), and what only computes: code is the same in the wheel, the files that it reads are what may lack.
"$python" -m pytest -n 3 --dist worksteal --ignore tests/test_architecture.py --ignore tests/test_package.py \
  --ignore tests/test_readme.py --ignore tests/browser --ignore tests/lint --ignore tests/ladder --ignore tests/model \
  --ignore tests/markup --ignore tests/history --ignore tests/views --ignore tests/importers \
  --ignore tests/outputs/test_one_truth.py --ignore tests/outputs/test_feeds_stay.py --ignore tests/publish/test_killed.py
