package io.github.spermfinder.host;

import ij.IJ;
import io.github.spermfinder.Progress;
import java.awt.GraphicsEnvironment;
import java.util.function.BooleanSupplier;

/**
 * ImageJ's status line and progress bar; the Escape key cancels, as everywhere in ImageJ. Without a
 * display the log gets the last message, which tells the outcome.
 */
public final class ImageJProgress implements Progress {

  private final BooleanSupplier canceled;

  /**
   * @param canceled another way in which the user may cancel
   */
  public ImageJProgress(BooleanSupplier canceled) {
    this.canceled = canceled;
    IJ.resetEscape();
  }

  @Override
  public void show(double fraction, String message) {
    if (fraction >= 1 && GraphicsEnvironment.isHeadless()) {
      IJ.log(message); // there is no status line to see it in
    }
    IJ.showStatus(message);
    IJ.showProgress(fraction);
  }

  @Override
  public boolean isCanceled() {
    return IJ.escapePressed() || canceled.getAsBoolean();
  }
}
