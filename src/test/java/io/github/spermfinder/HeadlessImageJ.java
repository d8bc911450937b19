package io.github.spermfinder;

import io.github.spermfinder.host.Launcher;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.junit.platform.launcher.LauncherSession;
import org.junit.platform.launcher.LauncherSessionListener;

/** Prepares ImageJ for tests, before any of them can load a class of it. */
public final class HeadlessImageJ implements LauncherSessionListener {

  @Override
  public void launcherSessionOpened(LauncherSession session) {
    try {
      Launcher.prepare();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
