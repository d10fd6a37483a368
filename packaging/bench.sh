#!/usr/bin/env bash
# Frames of the 3D view beside plain VTK, Avogadro 2 and PyMOL, in one run on this machine.
#   packaging/bench.sh [ATOMS...]            default: 113 1000 10000 60000 100000
# Needs the build, xvfb, xdotool and gcc; peers that are not installed are left out and named.
# Method: the same structures for all; a private Xvfb; windows of 1000x800 turned by a drag of
# DRAG_SECONDS; frames counted by a library that counts buffer swaps, processor time from /proc.
# The size of the drawn area is printed with each figure: programs frame it differently.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
build=${MOLLOQUY_BUILD:-build/release}
seconds=${DRAG_SECONDS:-6}
sizes=("$@")
[ ${#sizes[@]} -gt 0 ] || sizes=(113 1000 10000 60000 100000)
cli=$(find "$build" -name molloquy-cli -type f -perm -u+x | head -n 1)
program=$(find "$build" -name molloquy -type f -perm -u+x | head -n 1)
[ -n "$cli" ] || { echo "No molloquy-cli under $build. Build first, or set MOLLOQUY_BUILD." >&2; exit 5; }

work=$(mktemp -d)
server=
finish() {
  if [ -n "$server" ]; then kill "$server" 2>/dev/null || true; fi
  rm -rf "$work"
}
trap finish EXIT

echo "== plain VTK and the scene itself, off the screen, 1000x800"
"$cli" bench render --atoms "${sizes[@]}"

"$cli" bench render --atoms "${sizes[@]}" --write "$work"
gcc -O2 -shared -fPIC -o "$work/swaps.so" packaging/bench/count_swaps.c -ldl

display=:$((200 + RANDOM % 300))
Xvfb "$display" -screen 0 1280x1024x24 >/dev/null 2>&1 &
server=$!
export DISPLAY=$display vblank_mode=0 LIBGL_ALWAYS_SOFTWARE=1
for _ in $(seq 50); do xdotool getdisplaygeometry >/dev/null 2>&1 && break; sleep 0.1; done

jiffies() { awk '{print $14 + $15}' "/proc/$1/stat"; }
swaps() { wc -l < "$1"; }

# A window turned by a drag: name, pause before it, command.
turned() {
  local name=$1 pause=$2 log="$work/swaps.log"
  shift 2
  : > "$log"
  local begin; begin=$(date +%s%N)
  HOME="$work/home" XDG_CONFIG_HOME="$work/home" SWAP_LOG="$log" LD_PRELOAD="$work/swaps.so" \
    "$@" >/dev/null 2>&1 &
  local pid=$! first=
  for _ in $(seq 600); do
    kill -0 "$pid" 2>/dev/null || break
    if [ -s "$log" ]; then first=$(head -n 1 "$log"); break; fi
    sleep 0.05
  done
  if [ -z "$first" ]; then
    echo "$name: no frame"
    kill "$pid" 2>/dev/null || true
    wait "$pid" 2>/dev/null || true
    return
  fi
  sleep "$pause"
  local window
  window=$(xdotool search --pid "$pid" --onlyvisible 2>/dev/null | tail -n 1 || true)
  if [ -n "$window" ]; then xdotool windowmove "$window" 0 0 windowsize "$window" 1000 800; fi
  sleep 2
  local frames cpu wall end
  frames=$(swaps "$log"); cpu=$(jiffies "$pid"); wall=$(date +%s%N); end=$((wall + seconds * 1000000000))
  xdotool mousemove 480 400 mousedown 1
  local step=0
  while [ "$(date +%s%N)" -lt "$end" ]; do
    step=$((step + 1))
    xdotool mousemove $((480 + 60 * (step % 4) - 90)) $((400 + 30 * (step % 3) - 30))
  done
  xdotool mouseup 1
  frames=$(($(swaps "$log") - frames)); cpu=$(($(jiffies "$pid") - cpu)); wall=$(($(date +%s%N) - wall))
  local memory; memory=$(awk '/VmRSS/ {print int($2 / 1024)}' "/proc/$pid/status")
  awk -v name="$name" -v frames="$frames" -v cpu="$cpu" -v wall="$wall" -v first="$first" \
      -v begin="$begin" -v memory="$memory" -v hz="$(getconf CLK_TCK)" 'BEGIN {
    if (frames == 0) { print name ": the drag drew no frame"; exit }
    printf "%-22s %8.2f CPU ms/frame %7.1f frames/s  first swap %.2f s  %d MB\n", name,
      cpu * 1000 / hz / frames, frames * 1e9 / wall, (first - begin) / 1e9, memory }'
  kill "$pid" 2>/dev/null || true
  wait "$pid" 2>/dev/null || true
}

mkdir -p "$work/home"
for size in "${sizes[@]}"; do
  file="$work/$size.sdf"
  pause=4
  [ "$size" -lt 50000 ] || pause=12
  echo "== $size atoms, windows"
  [ -z "$program" ] || turned "Molloquy" "$pause" "$program" "$file"
  if command -v avogadro2 >/dev/null; then
    turned "Avogadro 2" "$pause" avogadro2 "$file"
  else
    echo "Avogadro 2: not installed (package avogadro)"
  fi
  if command -v pymol >/dev/null; then
    PATH=/usr/bin:/bin:$PATH timeout 600 pymol -qxi -W 1000 -H 800 packaging/bench/pymol_frames.py -- "$file" 2>/dev/null |
      grep '^PyMOL' || echo "PyMOL: no frame"
  else
    echo "PyMOL: not installed (package pymol)"
  fi
done
