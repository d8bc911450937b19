package io.github.spermfinder.network;

/** What makes scores of a network's class logits. */
public enum ScoreConversion {
  /** Over background and classes, as the loss has it. */
  SOFTMAX,
  /** Of each class on its own; the published configuration exports this way. */
  SIGMOID
}
