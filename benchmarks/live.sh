#!/usr/bin/env bash
# Live Detection on a 640 x 480 image at 30 frames a second: detections a second, latency, memory, and
# how long ImageJ's event thread lets others wait, without and with it. Needs a display (or xvfb-run).
# Usage: benchmarks/live.sh [SECONDS] [stack|camera]
set -euo pipefail
cd "$(dirname "$0")/.."
mvn --quiet test-compile dependency:build-classpath -Dmdep.outputFile=target/classpath.txt
run=(java --add-opens=java.base/java.lang=ALL-UNNAMED -cp "target/classes:target/test-classes:$(cat target/classpath.txt)"
  io.github.spermfinder.live.LiveBenchmark "${1:-60}" "${2:-stack}")
if [ -z "${DISPLAY:-}" ]; then
  run=(xvfb-run --auto-servernum --server-args='-screen 0 1280x900x24' "${run[@]}")
fi
"${run[@]}"
