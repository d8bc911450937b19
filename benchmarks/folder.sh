#!/usr/bin/env bash
# Detect in Folder on the paper's workload (Linux): 702 images, half 1680 x 1050, half 640 x 400, as PNG,
# reading and writing included. Prints seconds, images a second and the share of time in TensorFlow, then
# the CPU seconds and the highest memory of the whole process, start of Java and TensorFlow included.
# Usage: benchmarks/folder.sh [FOLDER_FOR_IMAGES [IMAGES_OF_EACH_KIND [OPTIONS]]]
set -euo pipefail
cd "$(dirname "$0")/.."
images=$(realpath -m "${1:-target/paper_workload}")
count=${2:-351}
options=${3:-"view=[Whole image]"}
results=$(mktemp -d)
trap 'rm -rf "$results"' EXIT
mvn --quiet compile dependency:build-classpath -Dmdep.outputFile=target/classpath.txt
java=(java -Xmx2g -Djava.awt.headless=true --add-opens=java.base/java.lang=ALL-UNNAMED
  -cp "target/classes:$(cat target/classpath.txt)" io.github.spermfinder.host.Launcher)
[ -e "$images/sparse/annotations.json" ] || "${java[@]}" benchmarks/paper_workload.ijm "$images,$count"
before=$(awk '{print $16 + $17}' /proc/$$/stat)
"${java[@]}" benchmarks/folder.ijm "$images,$results,$options" 2>/dev/null &
java_pid=$!
memory=
while sleep 0.5 && now=$(grep VmHWM "/proc/$java_pid/status" 2>/dev/null); do memory=$now; done
wait "$java_pid"
after=$(awk '{print $16 + $17}' /proc/$$/stat)
echo "CPU seconds: $(((after - before) / $(getconf CLK_TCK))); highest memory: $memory"
cat "$results/summary.txt"
