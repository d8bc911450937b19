package io.github.spermfinder.label;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.commons.csv.CSVRecord;

/** Tells which patient, or clip, an image shows: a map from file names to patients. */
public final class Patients {

  private Patients() {}

  /**
   * By a pattern that is found in the file names.
   *
   * @param patient its first group is the patient, as in {@code (\d+)_frame}
   * @throws IllegalArgumentException if the pattern has no group, or is not found in a file name
   */
  public static Map<String, String> byPattern(Collection<String> fileNames, Pattern patient) {
    Map<String, String> patients = new LinkedHashMap<>();
    for (String fileName : fileNames) {
      Matcher matcher = patient.matcher(fileName);
      if (matcher.groupCount() < 1) {
        throw new IllegalArgumentException(
            "The pattern \"" + patient + "\" needs a group (...) for the patient");
      }
      if (!matcher.find() || matcher.group(1) == null) {
        throw new IllegalArgumentException(
            "The pattern \"" + patient + "\" finds no patient in the name " + fileName);
      }
      patients.put(fileName, matcher.group(1));
    }
    return patients;
  }

  /**
   * By the columns {@code file} and {@code patient} of a CSV file, which may name other files, too.
   * Planes of a stack go by the stack's name.
   *
   * @throws LabelException as {@link #fromTable}, or if a file name is not in the table
   */
  public static Map<String, String> byTable(Collection<String> fileNames, Path csv)
      throws IOException {
    Map<String, String> all = fromTable(csv, "file", "patient");
    Map<String, String> patients = new LinkedHashMap<>();
    for (String fileName : fileNames) {
      String patient = all.getOrDefault(fileName, all.get(ImageFolder.withoutSlice(fileName)));
      if (patient == null) {
        throw new LabelException(csv, "", "has no row for the file " + fileName);
      }
      patients.put(fileName, patient);
    }
    return patients;
  }

  /**
   * By two columns of a CSV file with a header.
   *
   * @param fileColumn the column of the file names
   * @param patientColumn the column of the patients
   * @throws LabelException if a column or a cell is missing, or a file has two patients
   */
  public static Map<String, String> fromTable(Path csv, String fileColumn, String patientColumn)
      throws IOException {
    Map<String, String> patients = new LinkedHashMap<>();
    for (CSVRecord row : Csv.read(csv, new Notes(), fileColumn, patientColumn)) {
      String file = cell(csv, row, fileColumn);
      String patient = cell(csv, row, patientColumn);
      String other = patients.put(file, patient);
      if (other != null && !other.equals(patient)) {
        throw new LabelException(csv, Csv.place(row), file + " has two patients");
      }
    }
    return patients;
  }

  private static String cell(Path csv, CSVRecord row, String column) throws LabelException {
    String text = row.get(column).strip();
    if (text.isEmpty()) {
      throw new LabelException(csv, Csv.place(row), "has nothing in the column \"" + column + "\"");
    }
    return text;
  }
}
