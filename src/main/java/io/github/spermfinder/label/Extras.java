package io.github.spermfinder.label;

import com.google.gson.JsonObject;

/**
 * What a file said about a dataset, an image or an object beyond what this package has a use for:
 * licences, outlines, other attributes. It is written again where the dataset goes back to the
 * format that it came from, so that nothing an annotator did is lost, and left out elsewhere.
 */
public final class Extras {

  /** Nothing more. */
  public static final Extras NONE = new Extras("", new JsonObject());

  private final String format;
  private final JsonObject fields;

  private Extras(String format, JsonObject fields) {
    this.format = format;
    this.fields = fields;
  }

  /**
   * @param format whose fields they are
   * @param fields copied
   */
  static Extras of(String format, JsonObject fields) {
    return new Extras(format, fields.deepCopy());
  }

  /** A copy of the fields, without any if they are another format's. */
  JsonObject fields(String wanted) {
    return format.equals(wanted) ? fields.deepCopy() : new JsonObject();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Extras that && format.equals(that.format) && fields.equals(that.fields);
  }

  @Override
  public int hashCode() {
    return fields.hashCode();
  }

  @Override
  public String toString() {
    return format + fields;
  }
}
