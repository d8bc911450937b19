package io.github.spermfinder.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ij.IJ;
import ij.ImagePlus;
import ij.WindowManager;
import ij.gui.Overlay;
import ij.gui.Roi;
import io.github.spermfinder.label.RoiSet;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Review Detections as macros run it, without a display. */
class ReviewMacroTest {

  @TempDir private Path folder;

  private ImagePlus image;

  @BeforeEach
  void openImage() {
    ImagePlus made = IJ.createImage("field", "8-bit black", 100, 80, 3);
    IJ.saveAsTiff(made, folder.resolve("field.tif").toString());
    image = IJ.openImage(folder.resolve("field.tif").toString());
  }

  @AfterEach
  void leaveNothingBehind() {
    WindowManager.setTempCurrentImage(null);
  }

  private String review(String options) {
    WindowManager.setTempCurrentImage(image);
    return Macros.run("run(\"Review Detections...\", \"" + options + "\");");
  }

  private static Roi region(int x, int slice, String state) {
    Roi roi = new Roi(x, 5, 10, 10);
    roi.setName("sperm " + x);
    roi.setGroup(2);
    roi.setPosition(slice);
    roi.setProperty("score", "0.5");
    roi.setProperty("review", state);
    return roi;
  }

  @Test
  void labelsOfASavedReviewAreLoaded() throws Exception {
    RoiSet.save(
        List.of(
            region(1, 1, "accepted"),
            region(2, 2, "rejected"),
            region(3, 2, "open"),
            region(4, 3, "added")),
        folder.resolve("field.tif.review.zip"));
    Roi theirs = new Roi(0, 0, 5, 5);
    image.setOverlay(new Overlay(theirs));
    image.getOverlay().add(region(50, 1, null));
    assertEquals("", review("action=Load"));
    Overlay overlay = image.getOverlay();
    assertEquals(3, overlay.size());
    assertEquals(theirs, overlay.get(0), "what was drawn by hand stays");
    assertEquals("sperm 1", overlay.get(1).getName());
    assertEquals("added", overlay.get(2).getProperty("review"));
    assertEquals(3, overlay.get(2).getPosition());
    assertEquals(2, overlay.get(2).getGroup());
  }

  /** ImageJ forgets them when it quits. */
  @Test
  void groupsGetTheirNamesFromASavedReview() throws Exception {
    String names = Roi.getGroupNames();
    Roi.setGroupNames(null);
    try {
      Roi accepted = region(1, 1, "accepted");
      accepted.setProperty("class", "2 sperm");
      RoiSet.save(List.of(accepted), folder.resolve("field.tif.review.zip"));
      assertEquals("", review("action=Load"));
      assertEquals("sperm", Roi.getGroupName(2));
      Roi.setGroupNames("nuclei,heads");
      String said = review("action=Load");
      assertTrue(said.contains("calls group 2 \"heads\", which stays so; here it is"), said);
      assertEquals("heads", Roi.getGroupName(2));
    } finally {
      Roi.setGroupNames(names);
    }
  }

  @Test
  void theReviewOfAnotherImageOfTheNameIsNotTaken() throws Exception {
    Path reviews = Files.createDirectories(folder.resolve("reviews"));
    Roi theirs = region(1, 1, "accepted");
    theirs.setProperty("folder", "another one");
    RoiSet.save(List.of(theirs), reviews.resolve("field.tif.review.zip"));
    String output = review("action=Load saveto=[" + reviews + "]");
    assertTrue(output.contains("There is no saved review"), output);
    assertTrue(output.contains("is the review of an image of the same name in another"), output);
    assertNull(image.getOverlay());
  }

  /** Regions of the whole image would lie elsewhere in it, and the other way round. */
  @Test
  void theReviewOfTheWholeImageIsNotThatOfAPart() throws Exception {
    RoiSet.save(List.of(region(1, 1, "accepted")), folder.resolve("field.tif.review.zip"));
    image.setRoi(10, 10, 50, 40);
    ImagePlus copy = image.crop("stack");
    copy.setTitle("field-1.tif");
    IJ.run(image, "Crop", "");
    String output = review("action=Load");
    assertTrue(
        output.contains("field.tif has 100 x 80 pixels, but 50 x 40 here: save this one"), output);
    assertNull(image.getOverlay());
    image = copy;
    output = review("action=Load saveto=[" + folder + "]");
    assertTrue(output.contains("There is no saved review"), output);
    assertTrue(output.contains("field-1.tif.review.zip"), output);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          order=Position    | needs a display and an image that is shown
          action=Load       | There is no saved review
          action=Accept     | action=Accept needs a review of field.tif that is going on
          action=[Class 3]  | action=Class 3 needs a review of field.tif that is going on
          action=Dance      | action=Dance is not allowed: give one of Start, Load, Next
          order=Sideways    | order=Sideways is not allowed: give one of Lowest score first
          saved=Perhaps     | saved=Perhaps is not allowed: give one of Go on, Start anew.
          """)
  void whatCannotBeDoneIsSaid(String options, String message) throws Exception {
    String output = review(options);
    assertTrue(output.contains(message), output);
    assertTrue(output.endsWith("ABORTED"), output);
    assertNull(image.getOverlay());
    try (var files = Files.list(folder)) {
      assertEquals(1, files.count());
    }
  }

  @Test
  void aDamagedReviewIsNamedAndStays() throws Exception {
    Path file = Files.writeString(folder.resolve("field.tif.review.zip"), "no zip at all");
    String output = review("action=Load");
    assertTrue(
        output.contains("field.tif.review.zip") && output.contains("cannot be read"), output);
    assertEquals("no zip at all", Files.readString(file));
  }
}
