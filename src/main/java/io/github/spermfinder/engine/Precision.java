package io.github.spermfinder.engine;

/** How exactly a network calculates. */
public enum Precision {
  /**
   * As TensorFlow's own models are used; scores are the same on all processors, but for rounding.
   */
  FLOAT32,

  /**
   * Convolutions with 8 instead of 24 significant bits, where the processor has instructions for it
   * (AVX512-BF16; so far this is known on Linux only), else as {@link #FLOAT32}: some 1.4 times as
   * fast, for networks that find as well so. Scores differ by some hundredths.
   */
  BFLOAT16
}
