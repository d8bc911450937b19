package io.github.spermfinder.train;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.spermfinder.Box;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

class WindowTest {

  /** However a view is turned and mirrored, the box goes with the pixels. */
  @Property(tries = 200)
  void boxesGoWithThePixels(
      @ForAll @IntRange(min = 4, max = 40) int x,
      @ForAll @IntRange(min = 4, max = 20) int y,
      @ForAll @IntRange(min = 3, max = 12) int width,
      @ForAll @IntRange(min = 3, max = 12) int height,
      @ForAll @IntRange(min = -6, max = 6) int shift,
      @ForAll boolean transposed,
      @ForAll boolean mirroredX,
      @ForAll boolean mirroredY) {
    int imageWidth = 64;
    int imageHeight = 40;
    byte[] rgb = new byte[imageWidth * imageHeight * 3];
    for (int row = y; row < y + height; row++) {
      for (int column = x; column < x + width; column++) {
        for (int c = 0; c < 3; c++) {
          rgb[(row * imageWidth + column) * 3 + c] = (byte) 200;
        }
      }
    }
    RgbImage image = new RgbImage(imageWidth, imageHeight, rgb);
    int side = 80;
    Window window = new Window(new Box(shift, -shift, 64, 40), transposed, mirroredX, mirroredY);
    Sample sample =
        window.view(
            image,
            List.of(new LabelledBox(new Box(x, y, width, height), 1, false)),
            side,
            new float[3]);
    Box box = sample.boxes().get(0).box();
    double sum = 0;
    double sumX = 0;
    double sumY = 0;
    for (int row = 0; row < side; row++) {
      for (int column = 0; column < side; column++) {
        float value = sample.rgb()[(row * side + column) * 3];
        sum += value;
        sumX += value * (column + 0.5);
        sumY += value * (row + 0.5);
      }
    }
    assertEquals(sumX / sum, box.centerX(), 0.6);
    assertEquals(sumY / sum, box.centerY(), 0.6);
    assertEquals(200 * box.area(), sum, 0.1 * sum);
  }
}
