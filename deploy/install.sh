#!/usr/bin/env bash
# Installs whosaid out of this checkout into a virtual environment of its own, by the lock:  deploy/install.sh /opt/whosaid
# The Dockerfile and the systemd units use what it makes. Needs Python 3.11 to 3.13 (another than python3: PYTHON=...).
set -euo pipefail
target=${1:?name the folder to install into, such as /opt/whosaid}
checkout=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
"${PYTHON:-python3}" -m venv "$target"
pip=("$target/bin/python" -m pip install --quiet --disable-pip-version-check --no-cache-dir --no-deps)
"${pip[@]}" --require-hashes -r "$checkout/requirements.lock"
"${pip[@]}" --no-build-isolation "$checkout"
"$target/bin/python" -P -m whosaid.pipelines.warehouse.manifest  # parses the dbt project once, not at each first start
"$target/bin/whosaid" --version
