package io.github.spermfinder.tensorflow;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

class GpuDiagnosisTest {

  @Test
  void theBuildForCpus() {
    assertEquals(
        "the installed TensorFlow is the build for CPUs only",
        GpuDiagnosis.explain(false, library -> true));
  }

  @Test
  void noDriver() {
    assertEquals(
        "there is no NVIDIA driver (libcuda.so.1 does not load)",
        GpuDiagnosis.explain(true, library -> false));
  }

  @Test
  void missingLibrariesAreNamed() {
    List<String> missing = List.of("libcufft.so.11", "libcudnn.so.9");
    assertEquals(
        "CUDA 12 and cuDNN 9 are not all there (libcufft.so.11, libcudnn.so.9 cannot be loaded)",
        GpuDiagnosis.explain(true, library -> !missing.contains(library)));
  }

  @Test
  void allButTheGpu() {
    assertEquals(
        "NVIDIA's driver shows it no GPU that it supports",
        GpuDiagnosis.explain(true, library -> true));
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void asksTheSystemForALibrary() {
    assertTrue(GpuDiagnosis.loads("libc.so.6"));
    assertFalse(GpuDiagnosis.loads("libnothing.so.1"));
  }
}
