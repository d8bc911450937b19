package io.github.spermfinder.tensorflow;

import static org.tensorflow.internal.c_api.global.tensorflow.TF_CheckpointReaderGetTensor;
import static org.tensorflow.internal.c_api.global.tensorflow.TF_CheckpointReaderGetVariableDataType;
import static org.tensorflow.internal.c_api.global.tensorflow.TF_CheckpointReaderGetVariableNumDims;
import static org.tensorflow.internal.c_api.global.tensorflow.TF_CheckpointReaderGetVariableShape;
import static org.tensorflow.internal.c_api.global.tensorflow.TF_CheckpointReaderHasTensor;
import static org.tensorflow.internal.c_api.global.tensorflow.TF_DeleteCheckpointReader;
import static org.tensorflow.internal.c_api.global.tensorflow.TF_NewCheckpointReader;
import static org.tensorflow.internal.c_api.global.tensorflow.TF_TensorByteSize;
import static org.tensorflow.internal.c_api.global.tensorflow.TF_TensorData;

import io.github.spermfinder.SpermFinderException;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.PointerScope;
import org.tensorflow.EagerSession;
import org.tensorflow.Operand;
import org.tensorflow.exceptions.TensorFlowException;
import org.tensorflow.internal.c_api.TF_CheckpointReader;
import org.tensorflow.internal.c_api.TF_Status;
import org.tensorflow.internal.c_api.TF_Tensor;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.ndarray.buffer.DataBuffers;
import org.tensorflow.op.Ops;
import org.tensorflow.proto.DataType;

/** Files of TensorFlow's V2 checkpoint format, which any TensorFlow reads. */
final class Checkpoint implements AutoCloseable {

  private static final String STEP = "global_step";

  private final Path prefix;
  private final TF_CheckpointReader reader;

  /**
   * Opens a checkpoint.
   *
   * @param prefix of the files
   * @throws SpermFinderException if there is no such checkpoint, or it is damaged
   */
  Checkpoint(Path prefix) throws SpermFinderException {
    this.prefix = prefix;
    if (!Files.isRegularFile(prefix.resolveSibling(prefix.getFileName() + ".index"))) {
      throw new SpermFinderException(
          "There is no checkpoint "
              + prefix
              + ": name the files without their ending .index or .data-00000-of-00001.");
    }
    try (PointerScope scope = new PointerScope()) {
      TF_Status status = TF_Status.newStatus();
      BytePointer path = new BytePointer(prefix.toString(), StandardCharsets.UTF_8);
      reader = TF_NewCheckpointReader(path, status);
      status.throwExceptionIfNotOK();
    } catch (RuntimeException e) {
      throw damaged(e);
    }
  }

  /**
   * Reads a variable.
   *
   * @return its values, or empty if it is not in the checkpoint or of another type or shape
   */
  Optional<float[]> read(String name, long... shape) throws SpermFinderException {
    if (!has(name, DataType.DT_FLOAT) || !Arrays.equals(shape(name), shape)) {
      return Optional.empty();
    }
    return Optional.of(
        read(
            name,
            bytes -> {
              float[] values = new float[Math.toIntExact(bytes.limit() / Float.BYTES)];
              bytes.asByteBuffer().order(ByteOrder.nativeOrder()).asFloatBuffer().get(values);
              return values;
            }));
  }

  /** How many steps its weights were learned in, 0 where it does not say. */
  long step() throws SpermFinderException {
    return has(STEP, DataType.DT_INT64) ? read(STEP, BytePointer::getLong) : 0;
  }

  private boolean has(String name, DataType type) {
    return TF_CheckpointReaderHasTensor(reader, name) != 0
        && TF_CheckpointReaderGetVariableDataType(reader, name) == type.getNumber();
  }

  private long[] shape(String name) throws SpermFinderException {
    long[] shape = new long[TF_CheckpointReaderGetVariableNumDims(reader, name)];
    try (PointerScope scope = new PointerScope()) {
      TF_Status status = TF_Status.newStatus();
      TF_CheckpointReaderGetVariableShape(reader, name, shape, shape.length, status);
      status.throwExceptionIfNotOK();
      return shape;
    } catch (RuntimeException e) {
      throw damaged(e);
    }
  }

  private <T> T read(String name, Function<BytePointer, T> values) throws SpermFinderException {
    try (PointerScope scope = new PointerScope()) {
      TF_Status status = TF_Status.newStatus();
      TF_Tensor tensor = TF_CheckpointReaderGetTensor(reader, name, status).withDeallocator();
      status.throwExceptionIfNotOK();
      return values.apply(
          new BytePointer(TF_TensorData(tensor)).capacity(TF_TensorByteSize(tensor)));
    } catch (RuntimeException e) {
      throw damaged(e);
    }
  }

  private SpermFinderException damaged(RuntimeException e) {
    return new SpermFinderException(
        "The checkpoint " + prefix + " cannot be read: " + e.getMessage(), e);
  }

  @Override
  public void close() {
    TF_DeleteCheckpointReader(reader);
  }

  /**
   * Writes.
   *
   * @param shapes of the variables, by name
   * @param values of the same variables
   */
  static void write(Path prefix, Map<String, long[]> shapes, Map<String, float[]> values, long step)
      throws SpermFinderException {
    try (EagerSession session = EagerSession.create()) {
      Ops tf = Ops.create(session);
      List<String> names = new ArrayList<>(values.keySet());
      List<Operand<?>> tensors = new ArrayList<>();
      for (String name : names) {
        tensors.add(tf.constant(Shape.of(shapes.get(name)), DataBuffers.of(values.get(name))));
      }
      names.add(STEP);
      tensors.add(tf.constant(step));
      String[] whole = new String[names.size()];
      Arrays.fill(whole, "");
      tf.train.save(
          tf.constant(prefix.toString()),
          tf.array(names.toArray(String[]::new)),
          tf.array(whole),
          tensors);
    } catch (TensorFlowException e) {
      throw new SpermFinderException(
          "The checkpoint " + prefix + " cannot be written: " + e.getMessage(), e);
    }
  }
}
