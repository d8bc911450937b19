package io.github.spermfinder.live;

import ij.ImagePlus;
import ij.gui.Overlay;
import ij.gui.Roi;
import ij.gui.TextRoi;
import io.github.spermfinder.host.RoiDisplay;
import java.awt.Color;
import java.awt.Font;
import java.util.List;

/**
 * Boxes and a line of text among what others drew on an image's overlay. They are known by their
 * names, since cropping or scaling the image puts copies in their places. On the event thread.
 */
final class LiveOverlay {

  private static final Font FONT = new Font(Font.SANS_SERIF, Font.BOLD, 14);
  private static final Color BEHIND_TEXT = new Color(0, 0, 0, 160);
  private static final int MARGIN = 6;

  private final ImagePlus image;

  LiveOverlay(ImagePlus image) {
    this.image = image;
  }

  /**
   * Shows these instead of the last ones.
   *
   * @param boxes that are {@linkplain RoiDisplay#isLive live}
   */
  void show(List<Roi> boxes, String text) {
    Overlay overlay = image.getOverlay() == null ? new Overlay() : image.getOverlay();
    boolean first = !removeLive(overlay);
    boxes.forEach(overlay::add);
    Roi line = line(text);
    overlay.add(line);
    if (first || image.getOverlay() != overlay) {
      image.setOverlay(overlay); // shows it where it was hidden
    } else {
      image.draw();
    }
  }

  /** In the window's corner, whatever part of the image is in sight at whatever size. */
  private static Roi line(String text) {
    TextRoi line = new TextRoi(MARGIN, MARGIN, text, FONT);
    line.setNonScalable(true);
    line.setStrokeColor(Color.WHITE);
    line.setFillColor(BEHIND_TEXT);
    RoiDisplay.setLive(line, text);
    return line;
  }

  /** Leaves what others drew. */
  void clear() {
    Overlay overlay = image.getOverlay();
    if (overlay != null && removeLive(overlay)) {
      image.setOverlay(overlay.size() == 0 ? null : overlay);
    }
  }

  /** False if there was none. */
  private static boolean removeLive(Overlay overlay) {
    boolean any = false;
    for (int i = overlay.size() - 1; i >= 0; i--) {
      if (RoiDisplay.isLive(overlay.get(i))) {
        overlay.remove(i);
        any = true;
      }
    }
    return any;
  }
}
