package io.github.spermfinder.tensorflow;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.spermfinder.image.Crops;
import io.github.spermfinder.image.Plane;
import io.github.spermfinder.image.Resampling;
import java.nio.ByteBuffer;
import java.util.Random;
import net.imglib2.FinalInterval;
import net.imglib2.img.array.ArrayImgs;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.tensorflow.EagerSession;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.ndarray.buffer.DataBuffers;
import org.tensorflow.op.Ops;
import org.tensorflow.op.image.ResizeBilinear;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TUint8;

/** Our resampling against TensorFlow's own operation. */
class ResizeBilinearTest {

  @Property(tries = 150)
  void equalsTensorFlowToOneGreyLevel(
      @ForAll @IntRange(min = 1, max = 60) int width,
      @ForAll @IntRange(min = 1, max = 60) int height,
      @ForAll @IntRange(min = 1, max = 70) int newWidth,
      @ForAll @IntRange(min = 1, max = 70) int newHeight,
      @ForAll @IntRange(min = 0, max = 2) int convention,
      @ForAll boolean colour,
      @ForAll long seed) {
    Resampling resampling = new Resampling(convention == 1, convention == 2);
    byte[] rgb = new byte[width * height * 3];
    new Random(seed).nextBytes(rgb);
    int[] argb = new int[width * height];
    byte[] grey = new byte[width * height];
    for (int i = 0; i < argb.length; i++) {
      if (!colour) {
        rgb[3 * i + 1] = rgb[3 * i];
        rgb[3 * i + 2] = rgb[3 * i];
      }
      grey[i] = rgb[3 * i];
      argb[i] = (rgb[3 * i] & 255) << 16 | (rgb[3 * i + 1] & 255) << 8 | rgb[3 * i + 2] & 255;
    }
    Plane plane =
        colour
            ? Plane.colour(ArrayImgs.argbs(argb, width, height))
            : Plane.grey(ArrayImgs.unsignedBytes(grey, width, height));

    ByteBuffer ours = ByteBuffer.allocate(newWidth * newHeight * 3);
    Crops.resize(plane, new FinalInterval(width, height), newWidth, newHeight, resampling, ours);

    float[] theirs = tensorFlow(rgb, width, height, newWidth, newHeight, resampling);
    for (int i = 0; i < theirs.length; i++) {
      assertEquals(theirs[i], ours.get(i) & 255, 0.501, "value " + i);
    }
  }

  private static float[] tensorFlow(
      byte[] rgb, int width, int height, int newWidth, int newHeight, Resampling resampling) {
    try (EagerSession session = EagerSession.create();
        TUint8 image = TUint8.tensorOf(Shape.of(1, height, width, 3), DataBuffers.of(rgb))) {
      Ops tf = Ops.create(session);
      Operand<TFloat32> resized =
          tf.image.resizeBilinear(
              tf.constantOf(image),
              tf.array(newHeight, newWidth),
              ResizeBilinear.alignCorners(resampling.alignCorners()),
              ResizeBilinear.halfPixelCenters(resampling.halfPixelCenters()));
      float[] values = new float[newWidth * newHeight * 3];
      resized.asTensor().asRawTensor().data().asFloats().read(values);
      return values;
    }
  }
}
