package io.github.spermfinder.command;

import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

/** Engine Info as macros run it, without a display. */
class EngineInfoMacroTest {

  @Test
  void tellsWhatRunsAndWhyNoGpu() {
    String printed = Macros.run("run(\"Engine Info\");");
    assertTrue(printed.contains("Engine: TensorFlow 2.18.0"), printed);
    assertTrue(printed.contains("Models: ssd_mobilenet_v2_sperm"), printed);
    boolean gpu = printed.contains("GPU:0"); // among the devices
    assertTrue(printed.contains(gpu ? "GPU: usable" : "GPU: not used, as "), printed);
    assertTrue(
        printed.contains("Device that ssd_mobilenet_v2_sperm runs on: " + (gpu ? "GPU" : "CPU:0")),
        printed);
  }
}
