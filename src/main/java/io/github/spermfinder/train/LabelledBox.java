package io.github.spermfinder.train;

import io.github.spermfinder.Box;

/**
 * What is to be found at a place.
 *
 * @param box in pixels
 * @param classId from 1
 * @param ignored whether finding it is neither right nor wrong
 */
record LabelledBox(Box box, int classId, boolean ignored) {}
