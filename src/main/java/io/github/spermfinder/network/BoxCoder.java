package io.github.spermfinder.network;

import io.github.spermfinder.Box;

/**
 * How a box is told relative to its anchor: Faster R-CNN's code [ty, tx, th, tw] (Ren et al. 2015,
 * equation 2), times the Object Detection API's scale factors 10, 10, 5, 5.
 */
public final class BoxCoder {

  /** Factor of ty and tx. */
  public static final float CENTER = 10;

  /** Factor of th and tw. */
  public static final float SIZE = 5;

  private BoxCoder() {}

  /**
   * The code of a box.
   *
   * @param box of a size above 0
   * @return ty, tx, th, tw
   */
  public static float[] encode(Box box, Box anchor) {
    return new float[] {
      (float) (CENTER * (box.centerY() - anchor.centerY()) / anchor.height()),
      (float) (CENTER * (box.centerX() - anchor.centerX()) / anchor.width()),
      (float) (SIZE * Math.log(box.height() / anchor.height())),
      (float) (SIZE * Math.log(box.width() / anchor.width()))
    };
  }

  /**
   * The box of a code.
   *
   * @param code ty, tx, th, tw
   */
  public static Box decode(float[] code, Box anchor) {
    double height = Math.exp(code[2] / SIZE) * anchor.height();
    double width = Math.exp(code[3] / SIZE) * anchor.width();
    double y = code[0] / CENTER * anchor.height() + anchor.centerY();
    double x = code[1] / CENTER * anchor.width() + anchor.centerX();
    return new Box(x - width / 2, y - height / 2, width, height);
  }
}
