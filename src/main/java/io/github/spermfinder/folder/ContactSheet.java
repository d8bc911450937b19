package io.github.spermfinder.folder;

import io.github.spermfinder.Box;
import io.github.spermfinder.Progress;
import io.github.spermfinder.SpermFinderException;
import io.github.spermfinder.image.Crops;
import io.github.spermfinder.image.Plane;
import io.github.spermfinder.image.Resampling;
import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import net.imglib2.FinalInterval;

/** A picture of the best finds of a folder, to be looked at first. */
final class ContactSheet {

  private static final int COLUMNS = 8;
  private static final int ROWS = 6;

  /** Side of a crop, in pixels of the sheet. */
  private static final int SIDE = 160;

  private static final int TEXT = 32;
  private static final int GAP = 8;

  /** Side of a crop, as a multiple of the find's longer side. */
  private static final double SURROUNDINGS = 3;

  private static final int MAX_NAME = 24;

  /** Opens files again. */
  interface Pixels {
    /**
     * @throws SpermFinderException if it cannot be read
     */
    FolderImage open(FolderFile file) throws SpermFinderException;
  }

  private record Find(FolderFile file, FolderRecord.Found found) {}

  /** The best so far, best first. */
  private final List<Find> best = new ArrayList<>();

  /** Takes the finds in a file that are among the best so far. */
  void consider(FolderFile file, FolderRecord record) {
    record.found().stream()
        .filter(
            found ->
                best.size() < COLUMNS * ROWS
                    || found.score() > best.get(best.size() - 1).found().score())
        .sorted(Comparator.comparingDouble(FolderRecord.Found::score).reversed())
        .limit(COLUMNS * ROWS)
        .forEach(found -> best.add(new Find(file, found)));
    best.sort(Comparator.comparingDouble((Find find) -> find.found().score()).reversed());
    if (best.size() > COLUMNS * ROWS) {
      best.subList(COLUMNS * ROWS, best.size()).clear();
    }
  }

  /**
   * Draws the sheet; files are opened one after the other, as large ones would not fit into memory
   * together. A find whose file cannot be read any more is left blank.
   *
   * @return empty if it was canceled
   */
  Optional<BufferedImage> draw(Pixels pixels, Progress progress) {
    int rows = Math.max(1, (best.size() + COLUMNS - 1) / COLUMNS);
    int cell = SIDE + GAP;
    BufferedImage sheet =
        new BufferedImage(
            COLUMNS * cell + GAP, rows * (cell + TEXT) + GAP, BufferedImage.TYPE_INT_RGB);
    Map<FolderFile, List<Integer>> places = new LinkedHashMap<>();
    for (int i = 0; i < best.size(); i++) {
      places.computeIfAbsent(best.get(i).file(), key -> new ArrayList<>()).add(i);
    }
    BufferedImage[] crops = new BufferedImage[best.size()];
    for (Map.Entry<FolderFile, List<Integer>> entry : places.entrySet()) {
      crop(entry.getKey(), entry.getValue(), pixels, crops, progress);
      if (progress.isCanceled()) {
        return Optional.empty();
      }
    }
    Graphics2D graphics = sheet.createGraphics();
    graphics.setRenderingHint(
        RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
    graphics.setFont(new Font(Font.SANS_SERIF, Font.PLAIN, 11));
    graphics.setColor(Color.WHITE);
    for (int i = 0; i < best.size(); i++) {
      int x = GAP + i % COLUMNS * cell;
      int y = GAP + i / COLUMNS * (cell + TEXT);
      graphics.drawImage(crops[i], x, y, null);
      drawText(graphics, best.get(i).found(), x, y + SIDE);
    }
    graphics.dispose();
    return Optional.of(sheet);
  }

  private static void drawText(Graphics2D graphics, FolderRecord.Found found, int x, int y) {
    try {
      graphics.drawString(shortened(found.name()), x, y + TEXT / 2 - 3);
      graphics.drawString(String.format(Locale.ROOT, "%.3f", found.score()), x, y + TEXT - 3);
    } catch (RuntimeException | InternalError | LinkageError e) {
      // computers without fonts: the table has names and scores, too
    }
  }

  /** Ends of names tell more than their beginnings. */
  private static String shortened(String name) {
    return name.length() <= MAX_NAME ? name : "\u2026" + name.substring(name.length() - MAX_NAME);
  }

  private void crop(
      FolderFile file,
      List<Integer> places,
      Pixels pixels,
      BufferedImage[] crops,
      Progress progress) {
    List<Integer> inOrder = new ArrayList<>(places); // of a video's frames
    inOrder.sort(Comparator.comparingInt(place -> best.get(place).found().plane()));
    try (FolderImage image = pixels.open(file)) {
      int plane = 0;
      for (int place : inOrder) {
        FolderRecord.Found found = best.get(place).found();
        while (plane < found.plane() && image.has(plane) && !progress.isCanceled()) {
          plane++; // frame by frame, as a video may take minutes until this one
        }
        if (plane == found.plane() && image.has(plane) && !progress.isCanceled()) {
          crops[place] = crop(image.read(plane), found.box());
        }
      }
    } catch (SpermFinderException | RuntimeException | OutOfMemoryError e) {
      // it was there, and could be read, a moment ago; its crops stay black
    }
  }

  private static BufferedImage crop(Plane plane, Box box) {
    double side = Math.max(8, SURROUNDINGS * Math.max(box.width(), box.height()));
    long left = Math.round(box.centerX() - side / 2);
    long top = Math.round(box.centerY() - side / 2);
    long length = Math.round(side);
    ByteBuffer rgb = ByteBuffer.allocate(3 * SIDE * SIDE);
    Crops.resize(
        plane,
        FinalInterval.createMinSize(left, top, length, length),
        SIDE,
        SIDE,
        new Resampling(false, true),
        rgb);
    BufferedImage crop = new BufferedImage(SIDE, SIDE, BufferedImage.TYPE_INT_RGB);
    for (int i = 0; i < SIDE * SIDE; i++) {
      int colour =
          (rgb.get(3 * i) & 0xff) << 16
              | (rgb.get(3 * i + 1) & 0xff) << 8
              | rgb.get(3 * i + 2) & 0xff;
      crop.setRGB(i % SIDE, i / SIDE, colour);
    }
    double scale = (double) SIDE / length;
    Graphics2D graphics = crop.createGraphics();
    graphics.setColor(Color.YELLOW);
    graphics.drawRect(
        (int) Math.round((box.x() - left) * scale),
        (int) Math.round((box.y() - top) * scale),
        (int) Math.round(box.width() * scale),
        (int) Math.round(box.height() * scale));
    graphics.dispose();
    return crop;
  }
}
