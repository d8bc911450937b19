package io.github.spermfinder.model;

import io.github.spermfinder.engine.Network;

/**
 * A model ready to run.
 *
 * @param folder what it was loaded from
 * @param network in memory
 */
public record Model(ModelFolder folder, Network network) {}
