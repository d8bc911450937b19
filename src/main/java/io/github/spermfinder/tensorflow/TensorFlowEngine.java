package io.github.spermfinder.tensorflow;

import static org.tensorflow.internal.c_api.global.tensorflow.TFE_ContextListDevices;
import static org.tensorflow.internal.c_api.global.tensorflow.TFE_ContextOptionsSetConfig;
import static org.tensorflow.internal.c_api.global.tensorflow.TF_DeleteDeviceList;
import static org.tensorflow.internal.c_api.global.tensorflow.TF_DeviceListCount;
import static org.tensorflow.internal.c_api.global.tensorflow.TF_DeviceListName;

import io.github.spermfinder.Progress;
import io.github.spermfinder.SpermFinderException;
import io.github.spermfinder.engine.Device;
import io.github.spermfinder.engine.Engine;
import io.github.spermfinder.engine.Network;
import io.github.spermfinder.engine.Precision;
import io.github.spermfinder.engine.TrainableNetwork;
import io.github.spermfinder.engine.TrainingSettings;
import io.github.spermfinder.network.NetworkDesign;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.PointerScope;
import org.tensorflow.DeviceSpec;
import org.tensorflow.TensorFlow;
import org.tensorflow.internal.c_api.TFE_Context;
import org.tensorflow.internal.c_api.TFE_ContextOptions;
import org.tensorflow.internal.c_api.TF_DeviceList;
import org.tensorflow.internal.c_api.TF_Status;
import org.tensorflow.proto.ConfigProto;
import org.tensorflow.proto.GPUOptions;
import org.tensorflow.proto.RewriterConfig;

/** TensorFlow Java as the engine. Found by its name from outside of the isolated class loader. */
public final class TensorFlowEngine implements Engine {

  private final NativeLibrary library;
  private final List<String> devices;
  private final String failure;

  /**
   * @param failure of the GPU, as the rest of a sentence; null if it is usable or simply not there
   */
  private TensorFlowEngine(NativeLibrary library, List<String> devices, String failure) {
    this.library = library;
    this.devices = List.copyOf(devices);
    this.failure = failure;
  }

  /**
   * Loads TensorFlow.
   *
   * @throws SpermFinderException if it is for another platform, finds no room, or does not load
   */
  public static TensorFlowEngine start(Progress progress) throws SpermFinderException {
    NativeLibrary library = NativeLibrary.find();
    library.load(progress);
    try {
      return new TensorFlowEngine(library, listDevices(config(Device.AUTOMATIC)), null);
    } catch (RuntimeException e) { // a GPU that is broken, or that another program keeps to itself
      return new TensorFlowEngine(library, cpu(e), "the GPU cannot be started: " + e.getMessage());
    }
  }

  @Override
  public String version() {
    return "TensorFlow " + TensorFlow.version() + (library.isGpuBuild() ? " (GPU build)" : "");
  }

  @Override
  public List<String> devices() {
    return devices;
  }

  @Override
  public Optional<String> gpuProblem() {
    if (devices.stream().anyMatch(device -> device.startsWith("GPU"))) {
      return Optional.empty();
    }
    return Optional.of(
        failure != null
            ? failure
            : GpuDiagnosis.explain(library.isGpuBuild(), GpuDiagnosis::loads));
  }

  @Override
  public Path nativeLibraryJar() {
    return library.jar();
  }

  @Override
  public Path nativeLibraryFolder() {
    return library.cache();
  }

  @Override
  public Network load(Path savedModel, Device device, Precision precision)
      throws SpermFinderException {
    requireUsable(device);
    Network network =
        SavedModelNetwork.load(savedModel, config(usable(device), precision), pinned(device));
    if (device.kind() == Device.Kind.GPU
        && !network.device().split(" ")[0].equals("GPU:" + device.index())) {
      network.close();
      throw new SpermFinderException(
          "device="
              + device
              + " was asked for, but TensorFlow put the model on "
              + network.device()
              + ". Restart ImageJ, or use device=CPU.");
    }
    return network;
  }

  @Override
  public TrainableNetwork create(NetworkDesign design, TrainingSettings settings, Device device)
      throws SpermFinderException {
    requireUsable(device);
    if (pinned(device).isPresent()) { // gradients cannot be put there
      throw new SpermFinderException(
          "Training runs on the first GPU: give device=GPU, and to train on another one, start"
              + " ImageJ with the environment variable CUDA_VISIBLE_DEVICES="
              + device.index()
              + ".");
    }
    return new TrainingGraph(design, settings, config(usable(device)));
  }

  private void requireUsable(Device device) throws SpermFinderException {
    if (device.kind() != Device.Kind.GPU || devices.contains("GPU:" + device.index())) {
      return;
    }
    String reason = gpuProblem().orElse("the first GPU is GPU, the second is GPU:1");
    throw new SpermFinderException(
        String.format(
            "device=%s cannot be used: TensorFlow sees %s here; %s. Use device=CPU or"
                + " device=Automatic.",
            device, String.join(", ", devices), reason));
  }

  /** As {@link #config(Device)}, with bfloat16 where it is allowed and does not cost time. */
  private static ConfigProto config(Device device, Precision precision) {
    ConfigProto.Builder config = config(device).toBuilder();
    if (precision == Precision.BFLOAT16 && Processor.calculatesWithBfloat16()) {
      config
          .getGraphOptionsBuilder()
          .getRewriteOptionsBuilder()
          .setAutoMixedPrecisionOnednnBfloat16(RewriterConfig.Toggle.ON);
    }
    return config.build();
  }

  /** Without the GPU where TensorFlow would fail on it. */
  private Device usable(Device device) {
    return failure != null ? Device.CPU : device;
  }

  /**
   * Lets GPU memory grow with the need, so that other programs find some too, and lets threads that
   * wait sleep, so that those that read images find time.
   */
  private static ConfigProto config(Device device) {
    GPUOptions.Builder gpu = GPUOptions.newBuilder().setAllowGrowth(true);
    ConfigProto.Builder config = ConfigProto.newBuilder().setAllowSoftPlacement(true);
    if (device.kind() == Device.Kind.CPU) {
      config.putDeviceCount("GPU", 0);
    }
    config.getExperimentalBuilder().setDisableThreadSpinning(true);
    return config.setGpuOptions(gpu).build();
  }

  /**
   * Where nodes have to be put by name. TensorFlow prefers the first GPU, and all sessions of a
   * process see the same ones in the same order.
   */
  private static Optional<DeviceSpec> pinned(Device device) {
    return device.kind() == Device.Kind.GPU && device.index() > 0
        ? Optional.of(
            DeviceSpec.newBuilder()
                .deviceType(DeviceSpec.DeviceType.GPU)
                .deviceIndex(device.index())
                .build())
        : Optional.empty();
  }

  private static List<String> cpu(RuntimeException withGpu) throws SpermFinderException {
    try {
      return listDevices(config(Device.CPU));
    } catch (RuntimeException e) {
      e.addSuppressed(withGpu);
      throw new SpermFinderException("TensorFlow cannot say which devices it has: " + e, e);
    }
  }

  private static List<String> listDevices(ConfigProto config) {
    List<String> names = new ArrayList<>();
    try (PointerScope scope = new PointerScope()) {
      byte[] bytes = config.toByteArray();
      TF_Status status = TF_Status.newStatus();
      TFE_ContextOptions options = TFE_ContextOptions.newContextOptions();
      TFE_ContextOptionsSetConfig(options, new BytePointer(bytes), bytes.length, status);
      status.throwExceptionIfNotOK();
      TFE_Context context = TFE_Context.newContext(options, status);
      status.throwExceptionIfNotOK();
      TF_DeviceList list = TFE_ContextListDevices(context, status);
      status.throwExceptionIfNotOK();
      for (int i = 0; i < TF_DeviceListCount(list); i++) {
        names.add(shortName(TF_DeviceListName(list, i, status).getString()));
      }
      TF_DeleteDeviceList(list);
    }
    return names;
  }

  /** {@code /job:localhost/replica:0/task:0/device:GPU:1} is {@code GPU:1} to the user. */
  static String shortName(String device) {
    return device.substring(device.indexOf("device:") + "device:".length());
  }
}
