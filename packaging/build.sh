#!/usr/bin/env bash
# Installs the packages that are missing, configures and builds. Programs: build/release/bin.
# Options: none. Needs Debian 12 or 13, and root or sudo only when packages are missing.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

say() { printf '%s\n' "$*" >&2; }

# Runs a command as root; without root and sudo says which packages are missing.
as_root() {
  local root=()
  if [ "$(id -u)" -ne 0 ]; then
    command -v sudo >/dev/null || {
      say "Packages are missing, and neither root nor sudo is at hand: ${missing[*]}"
      exit 5
    }
    root=(sudo)
  fi
  "${root[@]}" env DEBIAN_FRONTEND=noninteractive "$@" >&2
}

# Whether the package lists have it.
is_known() { [ -n "$(apt-cache show --no-all-versions "$1" 2>/dev/null)" ]; }

is_installed() { dpkg-query -W -f='${Status}\n' "$1" 2>/dev/null | grep -q '^install ok installed$'; }

# One package for a line of a list: `a|b` is one that is installed, else the first that is
# known; `?a` is nothing where none is known.
chosen() {
  local line=${1#\?} names name
  IFS='|' read -ra names <<<"$line"
  for name in "${names[@]}"; do
    if is_installed "$name"; then echo "$name"; return; fi
  done
  if [ "$line" = "$1" ] && [ ${#names[@]} -eq 1 ]; then echo "$line"; return; fi
  for name in "${names[@]}"; do
    if is_known "$name"; then echo "$name"; return; fi
  done
  [ "$line" != "$1" ] || echo "${names[0]}"
}

# Lists of packages; test.sh names one more.
lists=(packaging/packages.txt ${MOLLOQUY_MORE_PACKAGES:+"$MOLLOQUY_MORE_PACKAGES"})
missing=("those of ${lists[*]}")
# Names are chosen by the lists, which a fresh container has none of.
compgen -G '/var/lib/apt/lists/*Packages*' >/dev/null || as_root apt-get update -q
missing=()
while read -r line; do
  package=$(chosen "$line")
  # An installed package, or one that an installed package provides (virtual names).
  [ -z "$package" ] || is_installed "$package" || missing+=("$package")
done < <(grep -hvE '^[[:space:]]*(#|$)' "${lists[@]}")

if [ ${#missing[@]} -gt 0 ]; then
  provided=$(dpkg-query -W -f='${Status}\t${Provides}\n' | sed -n 's/^install ok installed\t//p' |
             tr ',' '\n' | sed 's/^ *//; s/ .*//' | sort -u)
  wanted=()
  for package in "${missing[@]}"; do
    grep -qxF "$package" <<<"$provided" || wanted+=("$package")
  done
  if [ ${#wanted[@]} -gt 0 ]; then
    say "Installing ${#wanted[@]} missing packages: ${wanted[*]}"
    missing=("${wanted[@]}")
    as_root apt-get update -q
    as_root apt-get install -y -q --no-install-recommends "${wanted[@]}"
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
