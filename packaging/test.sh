#!/usr/bin/env bash
# Builds, then runs every test; those with a window run on an Xvfb that they start themselves.
# Further arguments go to ctest (packaging/test.sh -L fast).
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
MOLLOQUY_MORE_PACKAGES=packaging/packages-test.txt packaging/build.sh
exec ctest --preset all --no-tests=error -j 2 "$@"
