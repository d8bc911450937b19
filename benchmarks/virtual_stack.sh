#!/usr/bin/env bash
# Time, share of time in TensorFlow, and memory of Detect Sperm on a virtual stack (Linux).
# Usage: benchmarks/virtual_stack.sh FOLDER_OF_IMAGES MODEL
set -euo pipefail
cd "$(dirname "$0")/.."
mvn --quiet compile exec:java -Dexec.args="benchmarks/virtual_stack.ijm $1,$2" &
seconds=0
while sleep 2 && kill -0 $! 2>/dev/null; do
  seconds=$((seconds + 2))
  echo "$seconds s: $(grep VmRSS "/proc/$!/status" 2>/dev/null || true)"
done
wait $!
