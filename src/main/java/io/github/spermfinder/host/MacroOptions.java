package io.github.spermfinder.host;

import io.github.spermfinder.SpermFinderException;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The options that a macro gives a command: {@code key=word key=[some words] key}. ImageJ's own
 * {@code Macro.getValue} finds keys within other keys' values too, and passes over misspelt ones.
 */
public final class MacroOptions {

  /**
   * A key, perhaps with a value in brackets, one level of which may be nested, or in quotes. A bare
   * value may begin with brackets too, as the recorder writes patterns such as [0-9]*.tif; a path
   * in brackets and a key after it are two options without the space between them.
   */
  private static final Pattern OPTION =
      Pattern.compile(
          "\\s*([^\\s=\\[\\]]+)(?:=(?:\\[((?:[^\\[\\]]|\\[[^\\[\\]]*])*)]|'([^']*)'|((?!\\[)\\S*|\\[[^\\[\\]\\s/:]*][^\\s=]+)))?(?=\\s|$)");

  private MacroOptions() {}

  /**
   * Reads options.
   *
   * @param options as in the second argument of {@code run}; null for none
   * @param keys that there are, in lower case
   * @param ignored keys that are passed over
   * @return values by key, in lower case; a key without a value is "true"
   * @throws SpermFinderException if there is something else
   */
  public static Map<String, String> parse(
      String options, Collection<String> keys, Collection<String> ignored)
      throws SpermFinderException {
    Map<String, String> values = new LinkedHashMap<>();
    String text = options == null ? "" : options.strip();
    Matcher option = OPTION.matcher(text);
    int end = 0;
    while (end < text.length()) {
      if (!option.find(end) || option.start() != end) {
        throw new SpermFinderException(
            "The options end in something that is no key=value: " + text.substring(end).strip());
      }
      String key = option.group(1).toLowerCase(Locale.ROOT);
      if (!keys.contains(key) && !ignored.contains(key)) {
        throw new SpermFinderException(
            key
                + " is not one of the keys, which are "
                + String.join(", ", new TreeSet<>(keys))
                + "; values with spaces go into [brackets].");
      }
      String value = "true";
      for (int group = 2; group <= 4; group++) {
        value = option.group(group) != null ? option.group(group) : value;
      }
      if (keys.contains(key)) {
        values.put(key, value);
      }
      end = option.end();
    }
    return values;
  }
}
