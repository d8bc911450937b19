package io.github.spermfinder.tensorflow;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ij.IJ;
import ij.process.ColorProcessor;
import io.github.spermfinder.Box;
import io.github.spermfinder.Progress;
import io.github.spermfinder.engine.Device;
import io.github.spermfinder.engine.ImageBatch;
import io.github.spermfinder.engine.Network;
import io.github.spermfinder.engine.Precision;
import io.github.spermfinder.engine.RawDetections;
import io.github.spermfinder.image.Crops;
import io.github.spermfinder.image.Plane;
import java.nio.file.Path;
import net.imglib2.img.array.ArrayImg;
import net.imglib2.img.array.ArrayImgs;
import net.imglib2.type.numeric.ARGBType;
import org.junit.jupiter.api.Test;

/** The model that comes with the plugin, with fewer bits. */
class PrecisionTest {

  private static final Path MODEL = Path.of("models", "ssd_mobilenet_v2_sperm");
  private static final String SAMPLE = "samples/images/semen_bright_field.png";

  @Test
  void bfloat16FindsTheSame() throws Exception {
    ColorProcessor image = IJ.openImage(SAMPLE).getProcessor().convertToColorProcessor();
    ImageBatch batch = ImageBatch.allocate(1, image.getHeight(), image.getWidth());
    ArrayImg<ARGBType, ?> pixels =
        ArrayImgs.argbs((int[]) image.getPixels(), image.getWidth(), image.getHeight());
    Crops.copy(Plane.colour(pixels), pixels, batch.rgb());
    batch.rgb().flip();
    TensorFlowEngine engine = TensorFlowEngine.start(Progress.NONE);
    try (Network exact = engine.load(MODEL, Device.CPU, Precision.FLOAT32);
        Network reduced = engine.load(MODEL, Device.CPU, Precision.BFLOAT16)) {
      assertEquals("CPU:0", exact.device());
      assertEquals(
          Processor.calculatesWithBfloat16() ? "CPU:0 (bfloat16)" : "CPU:0", reduced.device());
      RawDetections expected = exact.run(batch).get(0);
      RawDetections found = reduced.run(batch).get(0);
      int clear = 0;
      for (; clear < expected.count() && expected.scores()[clear] > 0.5; clear++) {
        int best = 0;
        for (int i = 1; i < found.count(); i++) {
          if (iou(expected, clear, found, i) > iou(expected, clear, found, best)) {
            best = i;
          }
        }
        assertTrue(iou(expected, clear, found, best) > 0.8, "find " + clear);
        assertEquals(expected.scores()[clear], found.scores()[best], 0.1, "find " + clear);
      }
      assertTrue(clear > 3, "only " + clear);
    }
  }

  private static double iou(RawDetections a, int i, RawDetections b, int k) {
    return box(a.boxes(), i).iou(box(b.boxes(), k));
  }

  private static Box box(float[] boxes, int i) {
    return Box.ofEdges(boxes[4 * i + 1], boxes[4 * i], boxes[4 * i + 3], boxes[4 * i + 2]);
  }
}
