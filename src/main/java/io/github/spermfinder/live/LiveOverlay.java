package io.github.spermfinder.live;

import ij.ImagePlus;
import ij.gui.Overlay;
import ij.gui.Roi;
import ij.gui.TextRoi;
import java.awt.Color;
import java.awt.Font;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;

/** Boxes and a line of text among what others drew on an image's overlay. On the event thread. */
final class LiveOverlay {

  private static final Font FONT = new Font(Font.SANS_SERIF, Font.BOLD, 14);
  private static final Color BEHIND_TEXT = new Color(0, 0, 0, 160);
  private static final int MARGIN = 6;

  private final ImagePlus image;

  /** Equal regions need not be the same. */
  private final Set<Roi> ours = Collections.newSetFromMap(new IdentityHashMap<>());

  LiveOverlay(ImagePlus image) {
    this.image = image;
  }

  /** Shows these instead of the last ones. */
  void show(List<Roi> boxes, String text) {
    boolean first = ours.isEmpty();
    Overlay overlay = withoutOurs();
    ours.addAll(boxes);
    boxes.forEach(overlay::add);
    Roi line = line(text);
    ours.add(line);
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
    return line;
  }

  /** Leaves what others drew. */
  void clear() {
    if (!ours.isEmpty()) {
      Overlay rest = withoutOurs();
      image.setOverlay(rest.size() == 0 ? null : rest);
    }
  }

  private Overlay withoutOurs() {
    Overlay overlay = image.getOverlay() == null ? new Overlay() : image.getOverlay();
    for (int i = overlay.size() - 1; i >= 0; i--) {
      if (ours.contains(overlay.get(i))) {
        overlay.remove(i);
      }
    }
    ours.clear();
    return overlay;
  }
}
