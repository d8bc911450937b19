/**
 * Review: an annotator goes through the detections of an image and judges them.
 *
 * <p>{@link ReviewHistory} holds what was judged, without any window; {@link Autosave} keeps it in
 * a {@link ReviewFile}; {@link ReviewSession} ties both to an image that is shown, and {@link
 * ReviewWindow} to the annotator's keys.
 */
package io.github.spermfinder.review;
