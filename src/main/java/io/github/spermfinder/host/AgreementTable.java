package io.github.spermfinder.host;

import ij.measure.ResultsTable;
import io.github.spermfinder.CsvFile;
import io.github.spermfinder.label.Consensus.Agreement;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/** How annotators agree with their consensus: a row for each of them. */
public final class AgreementTable {

  private static final List<String> COLUMNS =
      List.of("Label", "Drawn", "Agreed", "Missed", "Precision", "Recall");

  private static final int DECIMALS = 4;

  private final List<Agreement> agreements;

  public AgreementTable(List<Agreement> agreements) {
    this.agreements = List.copyOf(agreements);
  }

  /** Adds the rows to the Results table, where macros find them. */
  public void show() {
    ResultsTable table = ResultsTable.getResultsTable();
    for (Agreement agreement : agreements) {
      table.incrementCounter();
      table.addLabel(agreement.annotator());
      table.addValue("Drawn", agreement.drawn());
      table.addValue("Agreed", agreement.agreed());
      table.addValue("Missed", agreement.missed());
      table.addValue("Precision", agreement.precision());
      table.addValue("Recall", agreement.recall());
    }
    table.setDecimalPlaces(table.getColumnIndex("Precision"), DECIMALS);
    table.setDecimalPlaces(table.getColumnIndex("Recall"), DECIMALS);
    table.show("Results");
  }

  /** Writes the table as CSV, wholly or not at all. */
  public void write(Path file) throws IOException {
    CsvFile.write(
        file,
        csv -> {
          csv.printRecord(COLUMNS);
          for (Agreement agreement : agreements) {
            csv.printRecord(
                agreement.annotator(),
                agreement.drawn(),
                agreement.agreed(),
                agreement.missed(),
                decimal(agreement.precision()),
                decimal(agreement.recall()));
          }
        });
  }

  private static String decimal(double share) {
    return String.format(Locale.ROOT, "%." + DECIMALS + "f", share);
  }
}
