package io.github.spermfinder.host;

import io.github.spermfinder.SpermFinderException;
import java.util.Locale;
import org.scijava.module.ModuleItem;

/** Checks numbers that users give, which neither SciJava nor ImageJ does. */
public final class NumberInput {

  private NumberInput() {}

  /**
   * Reads a number for an input that has a smallest and a greatest value.
   *
   * @return an {@link Integer} or a {@link Double}, as the input takes
   * @throws SpermFinderException if it is no such number; says what is allowed
   */
  public static Number parse(ModuleItem<?> input, String text) throws SpermFinderException {
    boolean whole = input.getType() == int.class;
    Number low = (Number) input.getMinimumValue();
    Number high = (Number) input.getMaximumValue();
    try {
      Number number = whole ? (Number) Integer.valueOf(text.trim()) : Double.valueOf(text.trim());
      double value = number.doubleValue();
      if (value >= low.doubleValue() && value <= high.doubleValue()) {
        return number;
      }
    } catch (NumberFormatException e) {
      // told below
    }
    throw new SpermFinderException(
        String.format(
            "%s=%s is not allowed: give a%s number from %s to %s.",
            input.getName().toLowerCase(Locale.ROOT), text, whole ? " whole" : "", low, high));
  }
}
