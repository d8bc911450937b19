package io.github.spermfinder.tensorflow;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** What the processor can do. TensorFlow knows, but does not tell. */
final class Processor {

  private static final Path CPUINFO = Path.of("/proc/cpuinfo");

  private Processor() {}

  /**
   * Whether it has instructions for bfloat16: without them TensorFlow imitates it, at a multiple of
   * the time. Where nothing tells, as on Windows, the answer is no.
   */
  static boolean calculatesWithBfloat16() {
    return calculatesWithBfloat16(CPUINFO);
  }

  /**
   * @param cpuinfo as Linux has it; need not exist
   */
  static boolean calculatesWithBfloat16(Path cpuinfo) {
    try (Stream<String> lines = Files.lines(cpuinfo)) {
      return lines.anyMatch(line -> line.startsWith("flags") && line.contains(" avx512_bf16"));
    } catch (IOException e) {
      return false;
    }
  }
}
