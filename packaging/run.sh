#!/usr/bin/env bash
# Builds, then starts Molloquy on the arguments (an example molecule without any).
# Without a display the same job is done on the command line: caption, computed facts, a picture.
set -euo pipefail
started_in=$PWD
cd "$(dirname "${BASH_SOURCE[0]}")/.."
root=$PWD
packaging/build.sh
cd "$started_in"

if [ $# -eq 0 ]; then
  set -- "$root/resources/examples/aspirin.sdf"
fi
if [ -n "${DISPLAY:-}" ] || [ -n "${WAYLAND_DISPLAY:-}" ]; then
  exec "$root/build/release/bin/molloquy" "$@"
fi

cli=$root/build/release/bin/molloquy-cli
for molecule in "$@"; do
  [ "$molecule" = "--" ] && continue
  echo "No display, so here is the same on the command line."
  echo
  echo "Caption of $molecule"
  "$cli" caption -- "$molecule"
  echo
  echo "Computed facts"
  "$cli" describe -- "$molecule"
  echo
  name=$(basename "$molecule"); name=${name%.*}; name=${name//[^A-Za-z0-9_-]/_}
  picture=$(mktemp -d)/${name:0:40}.png
  "$cli" render -o "$picture" -- "$molecule"
  echo "Picture: $picture"
done
