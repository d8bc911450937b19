package io.github.spermfinder.host;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.spermfinder.SpermFinderException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class MacroOptionsTest {

  private static final List<String> KEYS = List.of("model", "saveto", "minscore", "copy");

  private static Map<String, String> parse(String options) throws SpermFinderException {
    return MacroOptions.parse(options, KEYS, List.of("image"));
  }

  @Test
  void valuesOfAllForms() throws Exception {
    assertEquals(
        Map.of("model", "a b [c] d", "saveto", "", "minscore", "0.5", "copy", "true"),
        parse("model=[a b [c] d] saveto=[] MINSCORE=0.5 copy "));
    assertEquals(Map.of("saveto", "x y"), parse("saveto='x y'"));
    assertEquals(Map.of("saveto", ""), parse("saveto="));
    assertEquals(Map.of(), parse(null));
    assertEquals(Map.of(), parse(" "));
    assertEquals(Map.of("copy", "true"), parse("image=[my image] copy"));
    assertEquals( // as ImageJ records it
        Map.of("model", "[0-9]*.tif", "copy", "true"), parse("model=[0-9]*.tif copy"));
    assertEquals(Map.of("model", "[A-Z]+(\\d+)[_-]"), parse("model=[A-Z]+(\\d+)[_-]"));
  }

  @Test
  void aForgottenSpaceIsNoPartOfAValue() {
    for (String options :
        List.of(
            "saveto=[/x]minscore=1", "saveto=[/x][y]", "model=[a]minscore=0.3", "model=[a b]c")) {
      assertThrows(SpermFinderException.class, () -> parse(options), options);
    }
  }

  @Test
  void keysWithinValuesAreNone() throws Exception {
    assertEquals(Map.of("saveto", "/x minscore=1 y"), parse("saveto=[/x minscore=1 y]"));
    assertEquals(Map.of("saveto", "/x/model=tf1"), parse("saveto=/x/model=tf1"));
  }

  @Test
  void aMisspeltKeyIsRefused() {
    SpermFinderException e = assertThrows(SpermFinderException.class, () -> parse("minscroe=0.5"));
    assertTrue(
        e.getMessage().startsWith("minscroe is not one of the keys, which are copy, minscore"),
        e.getMessage());
    assertThrows(SpermFinderException.class, () -> parse("model=a b"));
    assertThrows(SpermFinderException.class, () -> parse("model=[a"));
    assertThrows(SpermFinderException.class, () -> parse("= 0.5"));
  }
}
