package io.github.spermfinder.train;

import io.github.spermfinder.SpermFinderException;
import io.github.spermfinder.detect.PlaneSource;
import io.github.spermfinder.engine.ImageBatch;
import io.github.spermfinder.label.Dataset;
import io.github.spermfinder.network.AnchorFit;
import io.github.spermfinder.network.AnchorSize;
import io.github.spermfinder.network.InputSize;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.OptionalDouble;
import java.util.SplittableRandom;

/** What is learned from. */
public final class TrainingData {

  private final TrainingImages images;

  /**
   * @param dataset with at least one image and one object
   * @param planes of the dataset's images, in its order
   * @param micronsPerPixel that the network is to see; empty takes all images as they are
   */
  public TrainingData(Dataset dataset, PlaneSource planes, OptionalDouble micronsPerPixel) {
    images = new TrainingImages(dataset, planes, micronsPerPixel);
  }

  TrainingImages images() {
    return images;
  }

  /**
   * Whether any image says what its pixels show.
   *
   * @throws SpermFinderException if an image cannot be read
   */
  public boolean hasPixelSizes() throws SpermFinderException {
    return images.havePixelSizes();
  }

  /**
   * Anchors that fit the objects.
   *
   * @throws SpermFinderException if an image cannot be read, or there is no object
   */
  public List<AnchorSize> fitAnchors(int count) throws SpermFinderException {
    List<AnchorSize> sizes = images.sizes();
    if (sizes.isEmpty()) {
      throw new SpermFinderException("Nothing is labelled in the training images.");
    }
    return AnchorFit.fit(sizes, count);
  }

  /** A few augmented images, for {@link io.github.spermfinder.engine.TrainableNetwork}. */
  public ImageBatch examples(InputSize.Aspect aspect, int count, int side, long seed)
      throws SpermFinderException {
    Augmentation augmentation = new Augmentation(Cropping.of(aspect), side);
    ImageBatch batch = ImageBatch.allocate(count, side, side);
    ByteBuffer rgb = batch.rgb();
    for (int i = 0; i < count; i++) {
      SplittableRandom random = new SplittableRandom(seed + i);
      int index = random.nextInt(images.size());
      augmentation.apply(images.image(index), images.boxes(index), random).write(rgb);
    }
    rgb.flip();
    return batch;
  }
}
