package io.github.spermfinder.evaluate;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PairwiseMeanTest {

  /** The expected means of 1, 1/2, 1/3 and so on are those that numpy 2.4 prints. */
  @ParameterizedTest
  @CsvSource({
    "1, 1.0",
    "7, 0.37040816326530607",
    "8, 0.3397321428571428",
    "128, 0.04244646166085291",
    "129, 0.042177511864912164",
    "1010, 0.007421204200545009",
    "80800, 0.00014699200615738572"
  })
  void isNumpysToTheLastDigit(int count, double mean) {
    assertEquals(
        mean, PairwiseMean.of(IntStream.rangeClosed(1, count).mapToDouble(i -> 1. / i).toArray()));
  }
}
