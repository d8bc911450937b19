package io.github.spermfinder.simulate;

import io.github.spermfinder.Box;
import java.util.List;

/**
 * An image and what is in it.
 *
 * @param width in pixels
 * @param height in pixels
 * @param rgb one pixel an entry: 0xRRGGBB
 * @param sperm boxes around the heads with their halo, in pixels
 * @param doubtful the same of heads that are there but can hardly be seen: neither right nor wrong
 *     to find
 */
public record SimulatedField(
    int width, int height, int[] rgb, List<Box> sperm, List<Box> doubtful) {}
