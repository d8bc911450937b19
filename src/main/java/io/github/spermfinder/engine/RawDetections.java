package io.github.spermfinder.engine;

/**
 * What a network found in one image, best first, as it says it.
 *
 * @param count how many there are; the arrays may be longer
 * @param boxes ymin, xmin, ymax, xmax of each, in shares of the image's height and width
 * @param scores 0 to 1
 * @param classes class ids from 1; quantised models give fractions like 1.988
 */
public record RawDetections(int count, float[] boxes, float[] scores, float[] classes) {}
