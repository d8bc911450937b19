package io.github.spermfinder.label;

import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import org.apache.commons.csv.CSVException;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVRecord;

/**
 * Tables in CSV files whose first row names the columns. Commas, semicolons or tabs may stand
 * between cells, whichever the first row has.
 */
final class Csv {

  private Csv() {}

  /**
   * @param columns that there must be
   * @throws LabelException if the table is broken, or a column or a cell is missing
   */
  static List<CSVRecord> read(Path file, Notes notes, String... columns) throws IOException {
    String text = TextFile.read(file, notes);
    // VIA 1 has a # before the first column's name.
    text = text.startsWith("#") ? text.substring(1) : text;
    CSVFormat format =
        CSVFormat.DEFAULT
            .builder()
            .setDelimiter(delimiter(text))
            .setHeader()
            .setSkipHeaderRecord(true)
            .get();
    try (var parser = format.parse(new StringReader(text))) {
      for (String column : columns) {
        if (!parser.getHeaderMap().containsKey(column)) {
          throw new LabelException(file, "", "has no column \"" + column + "\"");
        }
      }
      List<CSVRecord> rows = parser.getRecords();
      for (CSVRecord row : rows) {
        if (!row.isConsistent()) {
          throw new LabelException(
              file, place(row), "has " + row.size() + " cells, unlike the first row");
        }
      }
      return rows;
    } catch (CSVException | UncheckedIOException | IllegalArgumentException e) {
      throw new LabelException(file, "", "is not valid CSV: " + e.getMessage(), e);
    }
  }

  /** The row as a spreadsheet counts it. */
  static String place(CSVRecord row) {
    return "row " + (row.getRecordNumber() + 1);
  }

  private static String delimiter(String text) {
    String header = text.lines().findFirst().orElse("");
    return header.contains(";") ? ";" : header.contains("\t") ? "\t" : ",";
  }
}
