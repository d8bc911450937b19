"""Runs a model folder in Python's TensorFlow on what Sperm Finder ran it on, and compares.

Usage, after `mvn test-compile dependency:build-classpath -Dmdep.outputFile=target/classpath.txt`:
    python3 benchmarks/export_agrees.py MODEL_FOLDER
Needs Python's tensorflow. Images are noise, of several sizes and batches.
"""
import os
import subprocess
import sys
import tempfile

os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"
import numpy as np
import tensorflow as tf

SHAPES = [(1, 640, 640), (3, 100, 170), (2, 20, 20), (1, 1050, 1680), (5, 97, 33)]
TOLERANCE = 1e-4

run = tf.saved_model.load(sys.argv[1]).signatures["serving_default"]
classpath = "target/test-classes:target/classes:" + open("target/classpath.txt").read().strip()
worst = 0
for shape in SHAPES:
    rng = np.random.default_rng(sum(shape))
    images = rng.integers(0, 256, shape + (3,), np.uint8)
    with tempfile.TemporaryDirectory() as folder:
        images.tofile(folder + "/images")
        subprocess.run(["java", "-cp", classpath, "io.github.spermfinder.tensorflow.RunModel", sys.argv[1],
                        folder + "/images", *map(str, shape), folder + "/detections"], check=True,
                       stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        # one row a detection: image, ymin, xmin, ymax, xmax, score, class
        ours = np.fromfile(folder + "/detections", ">f4").reshape(-1, 7)
    theirs = {k: v.numpy() for k, v in run(input_tensor=tf.constant(images)).items()}
    rows = [[i, *theirs["detection_boxes"][i, d], theirs["detection_scores"][i, d], theirs["detection_classes"][i, d]]
            for i in range(shape[0]) for d in range(int(theirs["num_detections"][i]))]
    assert len(rows) == len(ours), (shape, len(rows), len(ours))
    difference = float(np.abs(np.array(rows) - ours).max()) if rows else 0.0
    worst = max(worst, difference)
    print(f"{shape[0]} images of {shape[2]} x {shape[1]}: {len(rows)} detections, greatest difference {difference:.1e}")
sys.exit(0 if worst <= TOLERANCE else 1)
