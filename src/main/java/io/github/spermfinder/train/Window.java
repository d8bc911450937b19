package io.github.spermfinder.train;

import io.github.spermfinder.Box;
import java.util.ArrayList;
import java.util.List;

/**
 * A rectangle of an image that is brought to a square, turned and mirrored.
 *
 * @param area in pixels of the image; may reach beyond it
 * @param transposed whether rows and columns are swapped; with the two mirrorings, all turns by 90
 *     degrees
 * @param mirroredX whether left and right of the square are swapped
 * @param mirroredY whether top and bottom of the square are swapped
 */
record Window(Box area, boolean transposed, boolean mirroredX, boolean mirroredY) {

  /** Of a box that the window's border cuts, at least this share must be in it. */
  private static final double MIN_VISIBLE = 0.5;

  /**
   * Shows an image through this window.
   *
   * @param side of the square, in pixels
   * @param beyond colour of what lies outside of the image
   */
  Sample view(RgbImage image, List<LabelledBox> boxes, int side, float[] beyond) {
    float[] rgb = new float[side * side * 3];
    double scaleX = area.width() / side;
    double scaleY = area.height() / side;
    for (int row = 0; row < side; row++) {
      for (int column = 0; column < side; column++) {
        int u = mirroredX ? side - 1 - column : column;
        int v = mirroredY ? side - 1 - row : row;
        double x = area.x() + ((transposed ? v : u) + 0.5) * scaleX - 0.5;
        double y = area.y() + ((transposed ? u : v) + 0.5) * scaleY - 0.5;
        interpolate(image, x, y, beyond, rgb, (row * side + column) * 3);
      }
    }
    return new Sample(side, rgb, inWindow(boxes, side));
  }

  private static void interpolate(
      RgbImage image, double x, double y, float[] beyond, float[] rgb, int at) {
    int width = image.width();
    int height = image.height();
    if (x < -0.5 || y < -0.5 || x > width - 0.5 || y > height - 0.5) {
      System.arraycopy(beyond, 0, rgb, at, 3);
      return;
    }
    int left = (int) Math.floor(x);
    int top = (int) Math.floor(y);
    float fx = (float) (x - left);
    float fy = (float) (y - top);
    int x0 = Math.max(left, 0);
    int x1 = Math.min(left + 1, width - 1);
    int y0 = Math.max(top, 0) * width;
    int y1 = Math.min(top + 1, height - 1) * width;
    byte[] pixels = image.rgb();
    for (int c = 0; c < 3; c++) {
      float upper =
          (pixels[(y0 + x0) * 3 + c] & 255) * (1 - fx) + (pixels[(y0 + x1) * 3 + c] & 255) * fx;
      float lower =
          (pixels[(y1 + x0) * 3 + c] & 255) * (1 - fx) + (pixels[(y1 + x1) * 3 + c] & 255) * fx;
      rgb[at + c] = upper * (1 - fy) + lower * fy;
    }
  }

  /** What is mostly hidden by the border is neither right nor wrong to find. */
  private List<LabelledBox> inWindow(List<LabelledBox> boxes, int side) {
    Box square = new Box(0, 0, side, side);
    List<LabelledBox> inside = new ArrayList<>();
    for (LabelledBox labelled : boxes) {
      Box whole = toView(labelled.box(), side);
      Box clipped = whole.clip(square);
      if (clipped.width() >= 1 && clipped.height() >= 1) {
        boolean hidden = clipped.area() < MIN_VISIBLE * whole.area();
        inside.add(new LabelledBox(clipped, labelled.classId(), labelled.ignored() || hidden));
      }
    }
    return inside;
  }

  /** Where a box of the image is in the square. */
  Box toView(Box box, int side) {
    double left = (box.x() - area.x()) * side / area.width();
    double right = (box.right() - area.x()) * side / area.width();
    double top = (box.y() - area.y()) * side / area.height();
    double bottom = (box.bottom() - area.y()) * side / area.height();
    Box view =
        transposed ? Box.ofEdges(top, left, bottom, right) : Box.ofEdges(left, top, right, bottom);
    if (mirroredX) {
      view = Box.ofEdges(side - view.right(), view.y(), side - view.x(), view.bottom());
    }
    if (mirroredY) {
      view = Box.ofEdges(view.x(), side - view.bottom(), view.right(), side - view.y());
    }
    return view;
  }
}
