package io.github.spermfinder.simulate;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.spermfinder.Box;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class FieldSimulatorTest {

  @Property(tries = 12)
  void isMadeOfSettingsAndSeedAlone(
      @ForAll FieldKind kind, @ForAll Contrast contrast, @ForAll long seed) {
    FieldSettings settings = new FieldSettings(kind, 200, 150, 0.3, Optional.of(contrast));
    SimulatedField one = new FieldSimulator(settings).simulate(seed);
    SimulatedField other = new FieldSimulator(settings).simulate(seed);
    assertArrayEquals(one.rgb(), other.rgb());
    assertEquals(one.sperm(), other.sperm());
    assertFalse(Arrays.equals(one.rgb(), new FieldSimulator(settings).simulate(seed + 1).rgb()));
  }

  @Property(tries = 20)
  void marksHeadsWithinTheImage(@ForAll FieldKind kind, @ForAll long seed) {
    FieldSettings settings = new FieldSettings(kind, 320, 240, 0.3, Optional.empty());
    Box image = new Box(0, 0, 320, 240);
    for (Box box : new FieldSimulator(settings).simulate(seed).sperm()) {
      assertTrue(image.contains(box), box.toString());
      assertTrue(box.width() < 40 && box.height() < 40, box.toString());
    }
  }

  /** What is marked differs from what is not: heads are there, and where the boxes say. */
  @Test
  void headsStandOut() {
    FieldSettings settings =
        new FieldSettings(FieldKind.SEMEN, 640, 480, 0.3, Optional.of(Contrast.PHASE));
    double inBoxes = 0;
    double beside = 0;
    int boxes = 0;
    for (int seed = 0; seed < 5; seed++) {
      SimulatedField field = new FieldSimulator(settings).simulate(seed);
      for (Box box : field.sperm()) {
        inBoxes += deviation(field, box);
        beside +=
            deviation(field, new Box((box.x() + 200) % 600, box.y(), box.width(), box.height()));
        boxes++;
      }
    }
    assertTrue(boxes > 40, boxes + " boxes");
    assertTrue(inBoxes > 3 * beside, inBoxes + " in boxes, " + beside + " beside them");
  }

  /** Who finds a head that can hardly be seen is neither right nor wrong. */
  @Test
  void headsInTheDarkAreDoubtful() {
    int marked = 0;
    int doubtful = 0;
    for (int seed = 0; seed < 30; seed++) {
      SimulatedField field =
          new FieldSimulator(new FieldSettings(FieldKind.SEMEN, 320, 240, 0.3, Optional.empty()))
              .simulate(seed);
      marked += field.sperm().size();
      doubtful += field.doubtful().size();
      for (Box box : field.doubtful()) {
        assertFalse(field.sperm().contains(box));
        assertTrue(new Box(0, 0, 320, 240).contains(box), box.toString());
      }
    }
    assertTrue(doubtful > 0 && doubtful < 0.2 * marked, doubtful + " of " + marked);
  }

  /** In bright field nothing but the head itself is marked; phase contrast has wide halos. */
  @Test
  void boxesEncloseTheHaloThatTheContrastMakes() {
    assertTrue(meanWidth(Contrast.BRIGHT_FIELD) < 0.85 * meanWidth(Contrast.PHASE));
  }

  private static double meanWidth(Contrast contrast) {
    FieldSettings settings =
        new FieldSettings(FieldKind.SEMEN, 320, 240, 0.3, Optional.of(contrast));
    return IntStream.range(0, 10)
        .mapToObj(seed -> new FieldSimulator(settings).simulate(seed).sperm())
        .flatMap(List::stream)
        .mapToDouble(Box::width)
        .average()
        .orElseThrow();
  }

  private static double deviation(SimulatedField field, Box box) {
    double sum = 0;
    double squares = 0;
    int n = 0;
    for (int y = (int) box.y(); y < Math.min(box.bottom(), field.height()); y++) {
      for (int x = (int) box.x(); x < Math.min(box.right(), field.width()); x++) {
        int green = field.rgb()[y * field.width() + x] >> 8 & 255;
        sum += green;
        squares += green * green;
        n++;
      }
    }
    return Math.sqrt(squares / n - sum / n * sum / n);
  }

  @Test
  void densityIsTheKinds() {
    double sparse = mean(FieldKind.SPARSE);
    double semen = mean(FieldKind.SEMEN);
    assertTrue(sparse > 1 && sparse < 6, "sparse " + sparse);
    assertTrue(semen > 10 && semen < 30, "semen " + semen);
  }

  private static double mean(FieldKind kind) {
    FieldSimulator simulator = new FieldSimulator(FieldSettings.of(kind));
    int sum = 0;
    int fields = 16;
    for (int seed = 0; seed < fields; seed++) {
      sum += simulator.simulate(seed).sperm().size();
    }
    return (double) sum / fields;
  }
}
