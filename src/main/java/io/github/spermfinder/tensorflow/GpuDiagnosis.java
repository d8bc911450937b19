package io.github.spermfinder.tensorflow;

import static org.tensorflow.internal.c_api.global.tensorflow.TF_GetCode;
import static org.tensorflow.internal.c_api.global.tensorflow.TF_LoadLibrary;
import static org.tensorflow.internal.c_api.global.tensorflow.TF_OK;

import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.bytedeco.javacpp.PointerScope;
import org.tensorflow.internal.c_api.TF_Status;

/** Why TensorFlow sees no GPU, which it tells the standard error stream only. */
final class GpuDiagnosis {

  private static final String DRIVER = "libcuda.so.1";

  /**
   * What TensorFlow 2.18 opens by name before it uses a GPU; if one is missing, it uses none. From
   * its {@code dlopen_checker.cc}, in the versions of CUDA 12 and cuDNN 9.
   */
  private static final List<String> LIBRARIES =
      List.of(
          "libcudart.so.12",
          "libcublas.so.12",
          "libcublasLt.so.12",
          "libcufft.so.11",
          "libcusolver.so.11",
          "libcusparse.so.12",
          "libcudnn.so.9");

  private GpuDiagnosis() {}

  /**
   * The reason, as the rest of a sentence.
   *
   * @param gpuBuild whether TensorFlow was built for GPUs
   * @param loads whether a library can be loaded, by its name
   */
  static String explain(boolean gpuBuild, Predicate<String> loads) {
    if (!gpuBuild) {
      return "the installed TensorFlow is the build for CPUs only";
    }
    if (!loads.test(DRIVER)) {
      return "there is no NVIDIA driver (" + DRIVER + " does not load)";
    }
    String missing = LIBRARIES.stream().filter(loads.negate()).collect(Collectors.joining(", "));
    if (!missing.isEmpty()) {
      return "CUDA 12 and cuDNN 9 are not all there (" + missing + " cannot be loaded)";
    }
    return "NVIDIA's driver shows it no GPU that it supports";
  }

  /** Whether the system finds a library, by TensorFlow's own way of opening one. */
  static boolean loads(String library) {
    try (PointerScope scope = new PointerScope()) {
      TF_Status status = TF_Status.newStatus();
      TF_LoadLibrary(library, status);
      return TF_GetCode(status) == TF_OK;
    }
  }
}
