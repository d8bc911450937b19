package io.github.spermfinder;

/** Where long work tells how far it is, and asks whether to go on. Called from any thread. */
public interface Progress {

  /** Shows nothing and is never canceled. */
  Progress NONE =
      new Progress() {
        @Override
        public void show(double fraction, String message) {}

        @Override
        public boolean isCanceled() {
          return false;
        }
      };

  /**
   * @param fraction of the work that is done, 0 to 1
   * @param message what is going on, for the user
   */
  void show(double fraction, String message);

  /** Whether the user wants the work to end; what is done by then is kept. */
  boolean isCanceled();
}
