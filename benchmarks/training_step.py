"""Times a training step of the small-objects network in Keras, and in Sperm Finder, side by side.

Usage, after `mvn test-compile dependency:build-classpath -Dmdep.outputFile=target/classpath.txt`:
    python3 benchmarks/training_step.py [SIDE] [BATCH]
Needs Python's tensorflow. Both get the same network, loss, optimiser and batch; neither reads images.
Rounds alternate, and the median of each is given.
"""
import os
import statistics
import subprocess
import sys
import time

os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"
import numpy as np
import tensorflow as tf

SIDE = int(sys.argv[1]) if len(sys.argv) > 1 else 256
BATCH = int(sys.argv[2]) if len(sys.argv) > 2 else 8
ROUNDS, STEPS = 3, 6
L = tf.keras.layers
BLOCKS = [(1, 16), (2, 24), (1, 24), (2, 32), (1, 32), (1, 32), (2, 64), (1, 64), (1, 64), (1, 64),
          (1, 96), (1, 96), (1, 96), (2, 160), (1, 160), (1, 160), (1, 320)]
KINDS = (3, 3, 1)  # anchors a place, as in the Java side of this benchmark


def convolution(x, channels, size=1, stride=1, active=True):
    x = L.Conv2D(channels, size, stride, "same", use_bias=False)(x)
    x = L.BatchNormalization(momentum=0.99, epsilon=0.001)(x)
    return L.ReLU(6.0)(x) if active else x


def depthwise(x, stride=1):
    x = L.DepthwiseConv2D(3, stride, "same", use_bias=False)(x)
    return L.ReLU(6.0)(L.BatchNormalization(momentum=0.99, epsilon=0.001)(x))


def network():
    image = L.Input((SIDE, SIDE, 3), BATCH)
    x = convolution(image, 32, 3, 2)
    taps = {}
    for i, (stride, out) in enumerate(BLOCKS):
        start, width = x, x.shape[-1]
        if i:
            x = taps[i] = convolution(x, width * 6)
        x = convolution(depthwise(x, stride), out, active=False)
        if stride == 1 and out == width:
            x = x + start
    coarse = convolution(x, 128)
    maps = [coarse]
    for tap in (13, 6):
        up = L.UpSampling2D(2, interpolation="nearest")(maps[0])
        maps.insert(0, convolution(depthwise(convolution(taps[tap], 128) + up), 128))
    codes = [L.Reshape((-1, 4))(L.Conv2D(4 * k, 1)(m)) for m, k in zip(maps, KINDS)]
    logits = [L.Reshape((-1, 2))(L.Conv2D(2 * k, 1)(m)) for m, k in zip(maps, KINDS)]
    return tf.keras.Model(image, [L.Concatenate(1)(codes),
                                  L.Concatenate(1)(logits)])


class Keras:
    def __init__(self):
        self.net = network()
        self.optimizer = tf.keras.optimizers.RMSprop(0.001, rho=0.9, momentum=0.9, epsilon=1.0,
                                                     use_ema=True, ema_momentum=0.999)
        self.anchors = self.net.output[0].shape[1]
        self.images = tf.constant(np.random.randint(0, 255, (BATCH, SIDE, SIDE, 3), np.uint8))
        classes = np.zeros((BATCH, self.anchors), np.int32)
        classes.reshape(-1)[::500] = 1
        self.classes = tf.constant(classes)
        self.codes = tf.zeros((BATCH, self.anchors, 4))
        self.weights = [w for layer in self.net.layers for w in layer.trainable_weights
                        if isinstance(layer, L.Conv2D) and not isinstance(layer, L.DepthwiseConv2D)
                        and len(w.shape) == 4]

    @tf.function
    def step(self):
        with tf.GradientTape() as tape:
            codes, logits = self.net(tf.cast(self.images, tf.float32) * (2 / 255) - 1, training=True)
            positive = tf.cast(self.classes > 0, tf.float32)
            negative = tf.cast(self.classes == 0, tf.float32)
            entropy = tf.nn.softmax_cross_entropy_with_logits(tf.one_hot(self.classes, 2), logits)
            k = min(3000, self.anchors)
            top = tf.math.top_k(tf.stop_gradient((entropy + 1) * negative - 1), k)
            wanted = 3 * tf.reduce_sum(positive, 1, keepdims=True)
            wanted = tf.maximum(tf.maximum(wanted, tf.reduce_mean(wanted)), 3)
            chosen = tf.cast((tf.range(k, dtype=tf.float32)[None] < wanted) & (top.values > -.5), tf.float32)
            places = top.indices + tf.range(BATCH)[:, None] * self.anchors
            hard = tf.scatter_nd(tf.reshape(places, (-1, 1)), tf.reshape(chosen, (-1,)),
                                 (BATCH * self.anchors,))
            keep = positive + tf.reshape(hard, positive.shape)
            matches = tf.maximum(tf.reduce_sum(positive), 1)
            size = tf.abs(codes - self.codes)
            small = tf.minimum(size, 1)
            loss = tf.reduce_sum(entropy * keep) / matches
            loss += tf.reduce_sum(tf.reduce_sum(small ** 2 / 2 + size - small, 2) * positive) / matches
            loss += 4e-5 * tf.add_n([tf.nn.l2_loss(w) for w in self.weights])
        gradients = tape.gradient(loss, self.net.trainable_variables)
        self.optimizer.apply_gradients(zip(gradients, self.net.trainable_variables))
        return loss

    def time(self):
        start = time.perf_counter()
        for _ in range(STEPS):
            self.step().numpy()
        return (time.perf_counter() - start) / STEPS


def sperm_finder():
    classpath = "target/test-classes:target/classes:" + open("target/classpath.txt").read().strip()
    out = subprocess.run(["java", "-cp", classpath, "io.github.spermfinder.tensorflow.TrainingStep",
                          str(SIDE), str(BATCH), str(STEPS)], capture_output=True, text=True, check=True)
    return float(out.stdout.split()[-1])


keras = Keras()
for _ in range(3):
    keras.step().numpy()
theirs, ours = [], []
for _ in range(ROUNDS):
    theirs.append(keras.time())
    ours.append(sperm_finder())
a, b = statistics.median(theirs), statistics.median(ours)
print(f"{keras.net.count_params()} parameters, {BATCH} images of {SIDE} x {SIDE}: "
      f"Keras {a:.3f} s a step, Sperm Finder {b:.3f} s, ratio {b / a:.2f}")
print("all:", [round(t, 3) for t in theirs], [round(t, 3) for t in ours])
