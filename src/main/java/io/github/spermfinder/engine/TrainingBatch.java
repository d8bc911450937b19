package io.github.spermfinder.engine;

import java.nio.FloatBuffer;
import java.nio.IntBuffer;

/**
 * Images with what the network ought to say of each of its anchors.
 *
 * @param images of the size that the network is trained at
 * @param classes image, anchor: class id from 1 where an object is matched, 0 for background, -1
 *     where nothing is to be learned
 * @param codes image, anchor, [ty, tx, th, tw]: the matched box; anything where there is none
 */
public record TrainingBatch(ImageBatch images, IntBuffer classes, FloatBuffer codes) {}
