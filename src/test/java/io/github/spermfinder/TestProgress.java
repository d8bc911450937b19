package io.github.spermfinder;

import java.util.function.BooleanSupplier;

/** A user who watches. */
public final class TestProgress implements Progress {

  private final BooleanSupplier canceled;

  private TestProgress(BooleanSupplier canceled) {
    this.canceled = canceled;
  }

  public static Progress canceledWhen(BooleanSupplier canceled) {
    return new TestProgress(canceled);
  }

  @Override
  public void show(double fraction, String message) {}

  @Override
  public boolean isCanceled() {
    return canceled.getAsBoolean();
  }
}
