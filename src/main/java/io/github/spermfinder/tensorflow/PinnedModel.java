package io.github.spermfinder.tensorflow;

import io.github.spermfinder.Folders;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.tensorflow.DeviceSpec;
import org.tensorflow.proto.GraphDef;
import org.tensorflow.proto.MetaGraphDef;
import org.tensorflow.proto.NodeDef;
import org.tensorflow.proto.SavedModel;

/**
 * A temporary copy of a SavedModel whose nodes ask for a device. What a TensorFlow 2 model calls
 * runs where the calling node is.
 */
record PinnedModel(Path folder) implements AutoCloseable {

  private static final String GRAPH = "saved_model.pb";

  /**
   * Copies.
   *
   * @param original folder with {@code saved_model.pb}
   */
  static PinnedModel of(Path original, DeviceSpec device) throws IOException {
    PinnedModel copy = new PinnedModel(Files.createTempDirectory("sperm-finder-pinned-"));
    try (Stream<Path> files = Files.walk(original)) {
      for (Path file : files.skip(1).toList()) {
        Path target = copy.folder.resolve(original.relativize(file).toString());
        if (file.equals(original.resolve(GRAPH))) {
          SavedModel model = SavedModel.parseFrom(Files.readAllBytes(file));
          Files.write(target, pin(model, device.toString()).toByteArray());
        } else {
          Files.copy(file, target);
        }
      }
      return copy;
    } catch (IOException | RuntimeException e) {
      copy.close();
      throw e;
    }
  }

  private static SavedModel pin(SavedModel model, String device) {
    SavedModel.Builder pinned = model.toBuilder();
    for (MetaGraphDef.Builder meta : pinned.getMetaGraphsBuilderList()) {
      GraphDef.Builder graph = meta.getGraphDefBuilder();
      for (NodeDef.Builder node : graph.getNodeBuilderList()) {
        if (node.getDevice().isEmpty()) {
          node.setDevice(device);
        }
      }
    }
    return pinned.build();
  }

  @Override
  public void close() throws IOException {
    Folders.delete(folder);
  }
}
