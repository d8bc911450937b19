package io.github.spermfinder.detect;

import io.github.spermfinder.Detection;
import io.github.spermfinder.Progress;
import io.github.spermfinder.SpermFinderException;
import io.github.spermfinder.image.Plane;
import io.github.spermfinder.model.Model;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Detection on planes at hand, for tests. */
final class TestDetector {

  private TestDetector() {}

  static List<Detection> detect(Model model, Plane plane, View view, double minScore)
      throws SpermFinderException {
    return detect(
            model,
            List.of(plane),
            new DetectionSettings(minScore, 1, 100_000, view),
            Optional.empty(),
            Optional.empty())
        .get(0);
  }

  static List<List<Detection>> detect(
      Model model,
      List<Plane> planes,
      DetectionSettings settings,
      Optional<PixelSize> pixelSize,
      Optional<Region> region)
      throws SpermFinderException {
    PlaneSource source =
        new PlaneSource() {
          @Override
          public int size() {
            return planes.size();
          }

          @Override
          public Plane read(int index) {
            return planes.get(index);
          }
        };
    List<List<Detection>> all = new ArrayList<>();
    new Detector(model, settings)
        .detect(source, pixelSize, region, (plane, found) -> all.add(found), Progress.NONE);
    return all;
  }
}
