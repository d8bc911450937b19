package io.github.spermfinder.train;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.spermfinder.Box;
import io.github.spermfinder.LabelMap;
import io.github.spermfinder.detect.PixelSize;
import io.github.spermfinder.detect.PlaneSource;
import io.github.spermfinder.image.Plane;
import io.github.spermfinder.label.Annotation;
import io.github.spermfinder.label.Dataset;
import io.github.spermfinder.label.Extras;
import io.github.spermfinder.label.LabelledImage;
import io.github.spermfinder.network.AnchorSize;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.SplittableRandom;
import net.imglib2.img.array.ArrayImgs;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

/** Of an image whose pixels are twice as high as wide: a round head of 8 um. */
class TrainingImagesTest {

  private static final Box HEAD = new Box(100, 50, 40, 20);

  private static final PlaneSource PLANES =
      new PlaneSource() {
        @Override
        public int size() {
          return 1;
        }

        @Override
        public Plane read(int index) {
          return Plane.colour(ArrayImgs.argbs(new int[240 * 120], 240, 120));
        }

        @Override
        public Optional<PixelSize> pixelSize(int index) {
          return Optional.of(new PixelSize(0.2, 0.4));
        }
      };

  private static TrainingData data() {
    Annotation head =
        new Annotation(HEAD, 1, HEAD.area(), false, OptionalDouble.empty(), Extras.NONE);
    return new TrainingData(
        new Dataset(
            LabelMap.of(Map.of(1, "sperm")),
            List.of(new LabelledImage("field.png", 240, 120, List.of(head)))),
        PLANES,
        OptionalDouble.of(0.4));
  }

  @Property(tries = 50)
  void samplesShowItRound(@ForAll long seed) throws Exception {
    TrainingImages images = data().images();
    Sample sample =
        new Augmentation(Cropping.AT_SCALE, 256)
            .apply(images.image(0), images.boxes(0), new SplittableRandom(seed));
    for (LabelledBox seen : sample.boxes()) {
      Box box = seen.box();
      boolean whole = box.x() > 0 && box.y() > 0 && box.right() < 256 && box.bottom() < 256;
      if (whole) {
        assertEquals(box.width(), box.height(), 1e-9);
      }
    }
  }

  @Test
  void anchorsAreFittedToItAsTheNetworkSeesIt() throws Exception {
    AnchorSize anchor = data().fitAnchors(1).get(0);
    assertEquals(anchor.width(), anchor.height(), 1e-9);
    assertEquals(20, anchor.width(), 2); // in three sizes
  }
}
