package io.github.spermfinder.tensorflow;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Lines are as Linux writes them. */
class ProcessorTest {

  @TempDir private Path folder;

  @ParameterizedTest
  @CsvSource({
    "'flags\t\t: fpu vme avx512_vnni avx512_bf16 clzero', true",
    "'flags\t\t: fpu vme avx2 avx512f avx512_vnni', false",
    "'bugs\t\t: avx512_bf16', false"
  })
  void bfloat16(String line, boolean expected) throws Exception {
    Path cpuinfo = Files.writeString(folder.resolve("cpuinfo"), "processor\t: 0\n" + line + "\n");
    assertEquals(expected, Processor.calculatesWithBfloat16(cpuinfo));
  }

  @Test
  void elsewhereItIsNotKnown() {
    assertFalse(Processor.calculatesWithBfloat16(folder.resolve("absent")));
  }
}
