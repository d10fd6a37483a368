#!/usr/bin/env bash
# Installs the packages that are missing, configures and builds. Programs: build/release/bin.
# Options: none. Needs Debian 12 or 13, and root or sudo only when packages are missing.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

say() { printf '%s\n' "$*" >&2; }

missing=()
while read -r package; do
  # An installed package, or one that an installed package provides (virtual names).
  dpkg-query -W -f='${Status}\n' "$package" 2>/dev/null | grep -q '^install ok installed$' ||
    missing+=("$package")
done < <(grep -vE '^[[:space:]]*(#|$)' packaging/packages.txt)

if [ ${#missing[@]} -gt 0 ]; then
  provided=$(dpkg-query -W -f='${Status}\t${Provides}\n' | sed -n 's/^install ok installed\t//p' |
             tr ',' '\n' | sed 's/^ *//; s/ .*//' | sort -u)
  wanted=()
  for package in "${missing[@]}"; do
    grep -qxF "$package" <<<"$provided" || wanted+=("$package")
  done
  if [ ${#wanted[@]} -gt 0 ]; then
    root=()
    if [ "$(id -u)" -ne 0 ]; then
      command -v sudo >/dev/null || {
        say "These packages are missing, and neither root nor sudo is at hand: ${wanted[*]}"
        exit 5
      }
      root=(sudo)
    fi
    say "Installing ${#wanted[@]} missing packages: ${wanted[*]}"
    "${root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get update -q >&2
    "${root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends \
      "${wanted[@]}" >&2
  fi
fi

launcher=()
if command -v ccache >/dev/null; then
  launcher=(-DCMAKE_CXX_COMPILER_LAUNCHER=ccache -DCMAKE_C_COMPILER_LAUNCHER=ccache)
  export CCACHE_SLOPPINESS=pch_defines,time_macros
fi
if [ ! -f build/release/build.ninja ]; then
  cmake --preset release "${launcher[@]}" >&2
fi
cmake --build --preset release -j "${MOLLOQUY_JOBS:-$(nproc)}" >&2
