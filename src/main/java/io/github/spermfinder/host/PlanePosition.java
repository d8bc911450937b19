package io.github.spermfinder.host;

/**
 * Where a plane lies in an image; all count from 1.
 *
 * @param channel 0 where the plane shows all channels merged
 * @param slice z
 * @param frame time
 * @param stackIndex in ImageJ's stack, of the first channel where all are merged
 */
public record PlanePosition(int channel, int slice, int frame, int stackIndex) {}
