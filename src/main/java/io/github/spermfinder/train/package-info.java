/** How a network learns from labelled images: samples, targets, schedule, checkpoints. */
package io.github.spermfinder.train;
