package io.github.spermfinder;

import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVPrinter;

/** Tables as files: commas, UTF-8, a line feed after each row. */
public final class CsvFile {

  private static final CSVFormat FORMAT =
      CSVFormat.DEFAULT.builder().setRecordSeparator('\n').get();

  /** The head of a table, and its rows. */
  @FunctionalInterface
  public interface Rows {
    /** Prints them; nothing need be flushed. */
    void print(CSVPrinter csv) throws IOException;
  }

  private CsvFile() {}

  /**
   * Writes a table, wholly or not at all.
   *
   * @param file replaced if it exists
   * @throws IOException if it cannot be written; an older file is as it was
   */
  public static void write(Path file, Rows rows) throws IOException {
    AtomicFile.write(
        file,
        out -> {
          Writer writer = new OutputStreamWriter(out, StandardCharsets.UTF_8);
          rows.print(new CSVPrinter(writer, FORMAT));
          writer.flush();
        });
  }
}
