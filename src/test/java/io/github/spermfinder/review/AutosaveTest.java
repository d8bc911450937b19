package io.github.spermfinder.review;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ij.IJ;
import ij.ImagePlus;
import ij.gui.Roi;
import ij.io.FileInfo;
import io.github.spermfinder.AtomicFile;
import io.github.spermfinder.LabelMap;
import io.github.spermfinder.SpermFinderException;
import io.github.spermfinder.label.Imported;
import io.github.spermfinder.label.ReviewState;
import io.github.spermfinder.label.RoiSet;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Nothing that an annotator did is lost. */
@Timeout(60)
class AutosaveTest {

  @TempDir private Path folder;

  private final BlockingQueue<String> told = new LinkedBlockingQueue<>();

  private static Review review(int n) {
    Review none = Review.of(List.of());
    for (int i = 0; i < n; i++) {
      ReviewItem item = ReviewItem.drawn(new Roi(i, 0, 9, 9), 1, new Roi(0, 0, 1, 1));
      none = none.with(new Review.Change(i, null, item));
    }
    return none;
  }

  private String nextTold() throws InterruptedException {
    return told.poll(20, TimeUnit.SECONDS);
  }

  @Test
  void aChangeIsSavedByItself() throws Exception {
    ReviewFile file = new ReviewFile(folder.resolve("a.review.zip"));
    try (Autosave autosave = new Autosave(file::save, review(0), told::add)) {
      autosave.changed(review(3));
      assertEquals("", nextTold());
      assertEquals(3, file.load().items().size());
      Thread.sleep(2500);
      assertTrue(told.isEmpty(), "what is saved is not saved again");
    }
  }

  /** A disk with room for so many bytes. */
  private Autosave.Target disk(Path path, int[] room) {
    return review ->
        AtomicFile.write(
            path,
            out -> {
              for (Roi roi : review.rois()) {
                if (--room[0] < 0) {
                  throw new IOException("No space left on device");
                }
                out.write(roi.getName().getBytes());
              }
            });
  }

  @Test
  void aFullDiskLeavesThePreviousFileWholeAndIsToldUntilThereIsRoom() throws Exception {
    Path path = Files.writeString(folder.resolve("a.review.zip"), "previous");
    int[] room = {5};
    try (Autosave autosave = new Autosave(disk(path, room), review(0), told::add)) {
      autosave.changed(review(10));
      assertEquals("No space left on device", nextTold());
      assertEquals("previous", Files.readString(path));
      assertThrows(IOException.class, autosave::flush);
      assertEquals("No space left on device", nextTold());
      room[0] = 1000;
      assertEquals("", nextTold(), "it is tried again");
      assertTrue(Files.readString(path).startsWith("class 1 added"));
    }
    try (var files = Files.list(folder)) {
      assertEquals(1, files.count(), "nothing half written is left");
    }
  }

  @Test
  void anythingElseThatGoesWrongIsToldToo() {
    Autosave.Target broken =
        review -> {
          throw new IllegalStateException("out of order");
        };
    try (Autosave autosave = new Autosave(broken, review(0), told::add)) {
      autosave.changed(review(1));
      assertThrows(IOException.class, autosave::flush);
      assertEquals("out of order", told.poll());
    }
  }

  @Test
  void whatSomebodyElseWroteIsNotReplaced() throws Exception {
    Path path = folder.resolve("a.review.zip");
    ReviewFile ann = new ReviewFile(path);
    ann.save(review(1));
    ann.save(review(2));
    assertEquals(path, ann.path());
    ReviewFile bob = new ReviewFile(path);
    bob.save(review(5));
    ann.save(review(3));
    assertEquals(folder.resolve("a-1.review.zip"), ann.path());
    assertEquals(3, ann.load().items().size());
    assertEquals(5, bob.load().items().size());
    ann.save(review(4));
    assertEquals(folder.resolve("a-1.review.zip"), ann.path());
  }

  /** As by a synchronised folder. */
  @Test
  void aFileThatGotAnotherTimeOrWasReplacedByItselfIsTheSame() throws Exception {
    Path path = folder.resolve("a.review.zip");
    ReviewFile file = new ReviewFile(path);
    file.save(review(1));
    byte[] content = Files.readAllBytes(path);
    Files.delete(path);
    Files.write(path, content);
    Files.setLastModifiedTime(path, FileTime.fromMillis(1_000_000_000_000L));
    file.save(review(2));
    assertEquals(path, file.path());
    assertEquals(2, new ReviewFile(path).load().items().size());
  }

  @Test
  void aReviewThatIsSetAsideIsKept() throws Exception {
    ReviewFile file = new ReviewFile(folder.resolve("a.review.zip"));
    file.save(review(2));
    file.setAside();
    file.save(review(0));
    assertEquals(0, file.load().items().size());
    assertEquals(2, new ReviewFile(folder.resolve("a-1.review.zip")).load().items().size());
  }

  @Test
  void namesOfFiles() throws Exception {
    ImagePlus image = IJ.createImage("field.tif - Series 2/3", "8-bit", 9, 9, 1);
    assertTrue(
        assertThrows(SpermFinderException.class, () -> ReviewFile.of(image, ""))
            .getMessage()
            .contains("is not from a file"));
    FileInfo info = new FileInfo();
    info.directory = folder.toString();
    info.fileName = "field.tif";
    image.setFileInfo(info);
    assertEquals(
        folder.resolve("field.tif - Series 2_3.review.zip"), ReviewFile.of(image, "").path());
    image.setTitle("field-1");
    assertEquals(folder.resolve("field.tif.review.zip"), ReviewFile.of(image, "").path());
    info.fileName = ""; // as for a folder of images
    assertEquals(folder.resolve("field-1.review.zip"), ReviewFile.of(image, "").path());
    assertEquals(
        folder.resolve("b").resolve("field-1.review.zip"),
        ReviewFile.of(image, folder.resolve("b").toString()).path());
  }

  private static ImagePlus open(Path file) {
    ImagePlus image = IJ.createImage(file.getFileName().toString(), "8-bit", 9, 9, 1);
    FileInfo info = new FileInfo();
    info.directory = file.getParent().toString();
    info.fileName = file.getFileName().toString();
    image.setFileInfo(info);
    return image;
  }

  @Test
  void imagesOfOneNameHaveReviewsOfTheirOwn() throws Exception {
    ImagePlus ann = open(folder.resolve("ann/001.tif"));
    ImagePlus bob = open(folder.resolve("bob/001.tif"));
    String reviews = folder.resolve("reviews").toString();
    ReviewFile first = ReviewFile.of(ann, reviews);
    assertEquals("001.tif.review.zip", first.path().getFileName().toString());
    assertEquals(Optional.empty(), first.passedOver());
    Files.createDirectories(first.path().getParent());
    first.save(review(1));

    ReviewFile second = ReviewFile.of(bob, reviews);
    assertFalse(second.exists());
    assertEquals("001.tif-1.review.zip", second.path().getFileName().toString());
    assertEquals(Optional.of(first.path()), second.passedOver());
    second.save(review(2));

    assertEquals(first.path(), ReviewFile.of(ann, reviews).path());
    ReviewFile again = ReviewFile.of(bob, reviews);
    assertEquals(second.path(), again.path());
    assertEquals(2, again.load().items().size());
    again.setAside();
    again.save(review(3));
    assertEquals(3, ReviewFile.of(bob, reviews).load().items().size());
    assertEquals(
        review(3).rois().toString(),
        ReviewFile.of(bob, reviews).load().rois().toString(),
        "regions know nothing of the file");
  }

  @Test
  void reviewsStayWithImagesThatAreMovedTogetherWithThem() throws Exception {
    Path before = Files.createDirectories(folder.resolve("before"));
    ReviewFile file = ReviewFile.of(open(before.resolve("001.tif")), "");
    file.save(review(1));
    Path after = folder.resolve("after");
    Files.move(before, after);
    assertEquals(1, ReviewFile.of(open(after.resolve("001.tif")), "").load().items().size());
  }

  /** Else accepted boxes would lie on other images once there is one more, or a subset is open. */
  @Test
  void inAStackOfFilesRegionsStayWithTheirFiles() throws Exception {
    ImagePlus before = sequence("a.png", "b.png", "c.png");
    Roi found = new Roi(10, 20, 5, 5);
    found.setPosition(2);
    ReviewHistory history = new ReviewHistory(Review.of(List.of(found)));
    history.reshape(0, new Roi(11, 20, 5, 5));
    ReviewFile.of(before, "").save(history.now());
    ReviewItem item =
        ReviewFile.of(sequence("a.png", "aa.png", "b.png", "c.png"), "").load().items().get(0);
    assertEquals(3, item.roi().getPosition());
    found.setPosition(3);
    assertEquals(
        ReviewItem.of(found).detected(), item.detected(), "known again where it was found");
    ReviewFile other = ReviewFile.of(sequence("a.png", "c.png"), "");
    String said = assertThrows(IOException.class, other::load).getMessage();
    assertTrue(said.contains("that are not in this stack"), said);
  }

  private ImagePlus sequence(String... names) {
    ImagePlus image = IJ.createImage("patient", "8-bit", 9, 9, names.length);
    for (int i = 0; i < names.length; i++) {
      image.getStack().setSliceLabel(names[i], i + 1);
    }
    FileInfo info = new FileInfo();
    info.directory = folder.toString();
    image.setFileInfo(info);
    return image;
  }

  @Test
  void reviewsThatDoNotSayOfWhichImageTheyAreAreTakenForThisOnes() throws Exception {
    RoiSet.save(review(2).rois(), folder.resolve("001.tif.review.zip"));
    ReviewFile file = ReviewFile.of(open(folder.resolve("ann/001.tif")), folder.toString());
    assertEquals(2, file.load().items().size());
  }

  @Test
  void aSavedReviewIsAFileOfLabelsWithoutWhatWasRejected() throws Exception {
    Path path = folder.resolve("a.png.review.zip");
    ReviewHistory history = new ReviewHistory(review(3));
    history.judge(1, ReviewState.REJECTED);
    new ReviewFile(path).save(history.now());
    Imported imported = new RoiSet().read(path, LabelMap.empty());
    assertEquals("a.png", imported.dataset().images().get(0).fileName());
    assertEquals(2, imported.dataset().images().get(0).annotations().size());
    assertTrue(imported.notes().get(0).contains("rejected"), imported.notes().toString());
  }
}
