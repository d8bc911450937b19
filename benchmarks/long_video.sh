#!/usr/bin/env bash
# Memory of Detect in Folder on a video of 10,000 frames, from start to end (Linux).
# Usage: benchmarks/long_video.sh [FRAMES]
set -euo pipefail
cd "$(dirname "$0")/.."
frames=${1:-10000}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
mkdir "$work/input"
mvn --quiet test-compile dependency:build-classpath -Dmdep.outputFile=target/classpath.txt
java=(java -Xmx1g -Djava.awt.headless=true --add-opens=java.base/java.lang=ALL-UNNAMED
  -cp "target/classes:target/test-classes:$(cat target/classpath.txt)")
"${java[@]}" io.github.spermfinder.video.VideoMaker "$work/input/video.mp4" "$frames" \
  samples/images/sparse_phase.png samples/images/sparse_relief.png
ls -l "$work/input/video.mp4"
"${java[@]}" io.github.spermfinder.host.Launcher benchmarks/folder.ijm "$work/input,$work/output,minscore=0.5" 2>/dev/null &
java_pid=$!
seconds=0
while sleep 5 && now=$(grep VmRSS "/proc/$java_pid/status" 2>/dev/null); do
  seconds=$((seconds + 5))
  echo "$seconds s: $now"
done
wait "$java_pid"
