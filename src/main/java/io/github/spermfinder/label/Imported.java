package io.github.spermfinder.label;

import java.util.List;

/**
 * What was read.
 *
 * @param dataset the labels
 * @param notes what a user should know about the reading: shapes that became bounding boxes, what
 *     was left out or kept in spite of looking wrong; one sentence each, empty if all was plain
 */
public record Imported(Dataset dataset, List<String> notes) {

  public Imported {
    notes = List.copyOf(notes);
  }
}
