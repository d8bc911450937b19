package io.github.spermfinder.review;

import ij.IJ;
import ij.ImageListener;
import ij.ImagePlus;
import ij.gui.Roi;
import io.github.spermfinder.SpermFinderException;
import io.github.spermfinder.host.EventThread;
import io.github.spermfinder.host.GroupNames;
import io.github.spermfinder.host.Messages;
import io.github.spermfinder.label.ReviewState;
import java.awt.EventQueue;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import javax.swing.Timer;

/**
 * A review that is going on, on an image that is shown. It lives on the event thread; the public
 * methods may be called from any.
 */
public final class ReviewSession {

  private static final int TICK_MS = 200;

  private static final String NOT_OURS =
      "%s is the review of an image of the same name in another folder";

  private static final Map<ImagePlus, ReviewSession> RUNNING = new ConcurrentHashMap<>();

  private final ImagePlus image;
  private final String size;
  private final ReviewFile file;
  private ReviewHistory history;
  private final Autosave autosave;
  private final ReviewView view;
  private final ReviewWindow window;
  private final Timer timer;
  private final ImageListener closing;
  private final Thread shutdown;
  private final boolean fromManager;
  private ReviewOrder order;
  private int current = -1;
  private Roi warnedOf;

  /** Whether the image was closed, or is another one by now. */
  private boolean imageGone;

  private boolean ended;

  // -- Begin --

  /**
   * What there is to begin with.
   *
   * @param fromManager whether the regions are those in the ROI Manager, perhaps another image's
   */
  record Start(ReviewFile file, Review review, boolean fromManager, String news) {}

  private ReviewSession(ImagePlus image, Start start, ReviewOrder order) {
    this.image = image;
    size = size(image);
    this.order = order;
    file = start.file();
    fromManager = start.fromManager();
    history = new ReviewHistory(start.review());
    autosave = new Autosave(file::save, start.review(), this::saved);
    view = new ReviewView(image);
    view.show(start.review());
    window = new ReviewWindow(this);
    timer = new Timer(TICK_MS, event -> tick());
    closing = new Closing();
    ImagePlus.addImageListener(closing);
    shutdown = new Thread(this::saveAtShutdown, "Sperm Finder last save");
    Runtime.getRuntime().addShutdownHook(shutdown);
    window.saved(file.path(), "");
    window.show();
    timer.start();
    OptionalInt first = order.nextOpen(start.review(), -1);
    select(first.isPresent() ? first : order.step(start.review(), -1, 1));
    tell(start.news());
  }

  private static String size(ImagePlus image) {
    return String.format(
        "%d x %d pixels in %d plane(s)", image.getWidth(), image.getHeight(), image.getStackSize());
  }

  /** The review of an image that is going on. */
  public static Optional<ReviewSession> of(ImagePlus image) {
    return Optional.ofNullable(RUNNING.get(image));
  }

  /**
   * Makes sure that no review of the image is going on.
   *
   * @throws SpermFinderException if one is
   */
  public static void requireNone(ImagePlus image) throws SpermFinderException {
    if (RUNNING.containsKey(image)) {
      throw new SpermFinderException(
          "The review of " + image.getTitle() + " is going on: end it first.");
    }
  }

  /** Whether the image's selection is only the current region of its review. */
  public static boolean hasSelected(ImagePlus image) {
    AtomicBoolean selected = new AtomicBoolean();
    of(image).ifPresent(session -> EventThread.run(() -> selected.set(session.view.hasSelected())));
    return selected.get();
  }

  /**
   * Where an image's review is saved, if that has labels.
   *
   * @return empty for an image that is from no file, too
   * @throws SpermFinderException if there is a review that cannot be read
   */
  public static Optional<Path> savedLabels(ImagePlus image) throws SpermFinderException {
    ReviewFile file;
    try {
      file = ReviewFile.of(image, "");
    } catch (SpermFinderException fromNoFile) {
      return Optional.empty();
    }
    try {
      return file.exists() && !file.load().labels().isEmpty()
          ? Optional.of(file.path())
          : Optional.empty();
    } catch (IOException e) {
      throw new SpermFinderException(
          "The review saved in "
              + file.path()
              + " cannot be read ("
              + e.getMessage()
              + "): remove it if its labels are not wanted.",
          e);
    }
  }

  /**
   * Begins a review of the image's detections.
   *
   * @param folder that the review is kept in; empty for the image's own
   * @param goOn answers whether to go on with a review that is saved there, which is described to
   *     it; else that one is kept under another name. Empty to begin nothing
   * @return whether it has begun
   * @throws SpermFinderException if the review cannot be kept there
   */
  public static boolean start(
      ImagePlus image, ReviewOrder order, String folder, Function<String, Optional<Boolean>> goOn)
      throws SpermFinderException {
    ReviewFile file = ReviewFile.of(image, folder);
    for (ReviewSession other : RUNNING.values()) {
      if (other.file.path().equals(file.path())) {
        throw new SpermFinderException(
            "The review in "
                + file.path()
                + " is going on, on the image "
                + other.image.getTitle()
                + ": end it first.");
      }
    }
    try {
      Optional<Start> start = prepare(file, ReviewView.found(image), goOn);
      start.ifPresent(
          s -> EventThread.run(() -> RUNNING.put(image, new ReviewSession(image, s, order))));
      return start.isPresent();
    } catch (IOException e) {
      throw new SpermFinderException(
          "The review cannot be kept in "
              + file.path()
              + " ("
              + e.getMessage()
              + "): give another folder, in a macro with saveto=.",
          e);
    }
  }

  private static Optional<Start> prepare(
      ReviewFile file, List<Roi> found, Function<String, Optional<Boolean>> goOn)
      throws IOException {
    String news = "The review is kept in " + file.path().getFileName();
    Review review = Review.of(found);
    boolean fromManager = found.isEmpty() && !file.exists();
    if (fromManager) {
      review = Review.of(ReviewView.inManager());
      int taken = review.items().size();
      news += taken > 0 ? "; its " + taken + " regions are those in the ROI Manager" : "";
    }
    if (file.exists()) {
      Review saved = file.load();
      Optional<Boolean> answer = goOn.apply(file.path().getFileName() + ": " + saved.summary());
      if (answer.isEmpty()) {
        return Optional.empty();
      }
      if (answer.get()) {
        review = saved.withMissing(found);
        int more = review.items().size() - saved.items().size();
        news =
            "Going on with the saved review"
                + (more > 0 ? ", and " + more + " detections that are new" : "");
      } else {
        file.setAside();
      }
    }
    GroupNames.add(review.given(), Messages.notes());
    String kept = file.path().getFileName().toString();
    file.passedOver()
        .ifPresent(
            other ->
                Messages.notes()
                    .accept(
                        NOT_OURS.formatted(other) + ", and this one's is kept in " + kept + "."));
    file.save(review); // tells now, not after an hour of work, that nothing can be saved there
    return Optional.of(new Start(file, review, fromManager, news));
  }

  /**
   * Puts what a saved review says to be there on the image's overlay and, where there is a display,
   * into the ROI Manager.
   *
   * @param folder that the review is kept in; empty for the image's own
   * @throws SpermFinderException if there is no review that can be read
   */
  public static void load(ImagePlus image, String folder) throws SpermFinderException {
    ReviewFile file = ReviewFile.of(image, folder);
    if (!file.exists()) {
      throw new SpermFinderException(
          "There is no saved review "
              + file.path()
              + file.passedOver().map(other -> "; " + NOT_OURS.formatted(other)).orElse("")
              + ".");
    }
    try {
      Review review = file.load();
      GroupNames.add(review.given(), Messages.notes());
      ReviewView.show(image, review);
    } catch (IOException e) {
      throw new SpermFinderException("The saved review cannot be read: " + e.getMessage() + ".", e);
    }
  }

  // -- What the annotator does --

  /**
   * Does one thing, as its key does.
   *
   * @param action other than those that begin a review
   */
  public void perform(ReviewAction action) {
    EventThread.run(() -> performNow(action));
  }

  private void performNow(ReviewAction action) {
    if (ended) {
      return;
    }
    takeShape();
    boolean begin = imageGone ? action == ReviewAction.END : !isBusyElsewhere(action);
    if (begin && !ended) {
      tell("");
      switch (action) {
        case NEXT -> step(1);
        case PREVIOUS -> step(-1);
        case NEXT_OPEN -> nextOpen();
        case ACCEPT -> judge(ReviewState.ACCEPTED);
        case REJECT -> judge(ReviewState.REJECTED);
        case ADD -> add();
        case UNDO -> wentBack(history.undo(), "There is nothing to undo.");
        case REDO -> wentBack(history.redo(), "There is nothing to redo.");
        case END -> end();
        default -> throw new IllegalArgumentException(action + " begins a review");
      }
    }
    window.refresh();
  }

  /** Whether the annotator must first look at something else. */
  private boolean isBusyElsewhere(ReviewAction action) {
    return switch (action) {
      case NEXT, PREVIOUS, NEXT_OPEN, UNDO, REDO -> isDrawing();
      case ACCEPT, REJECT -> view.drawn() == null && isOutOfSight();
      default -> false;
    };
  }

  /** Warns, once, of a selection that was drawn and not added, which a step would lose. */
  private boolean isDrawing() {
    Roi drawn = view.drawn();
    if (drawn == null || !drawn.isArea() || drawn == warnedOf) {
      return false;
    }
    warnedOf = drawn;
    tell("Your selection is not added: A or T adds it, the same key again drops it.");
    return true;
  }

  /** Shows the current region, and says so, where another plane is shown. */
  private boolean isOutOfSight() {
    if (current < 0 || Regions.isShown(item().roi(), image)) {
      return false;
    }
    select(OptionalInt.of(current));
    tell("The current region was out of sight: here it is.");
    return true;
  }

  private void step(int steps) {
    OptionalInt next = order.step(history.now(), current, steps);
    select(next.isPresent() || current < 0 ? next : OptionalInt.of(current));
    if (next.isEmpty()) {
      tell(steps > 0 ? "This is the last one." : "This is the first one.");
    }
  }

  private void nextOpen() {
    OptionalInt next = order.nextOpen(history.now(), current);
    select(next.isPresent() || current < 0 ? next : OptionalInt.of(current));
    if (next.isEmpty()) {
      tell("All are reviewed.");
    }
  }

  private void judge(ReviewState state) {
    Roi drawn = view.drawn();
    if (drawn != null) {
      if (state == ReviewState.ACCEPTED) {
        add();
      } else {
        image.deleteRoi();
        tell("Your selection is dropped.");
      }
      return;
    }
    if (current < 0) {
      tell("There is no current region.");
      return;
    }
    history.judge(current, state).ifPresent(this::changed);
    nextOpen();
  }

  private void add() {
    Roi drawn = view.drawn();
    if (drawn == null || !drawn.isArea() || drawn.getState() == Roi.CONSTRUCTING) {
      tell("Draw around what was missed with one of ImageJ's area tools, then press T.");
      return;
    }
    Roi plane = new Roi(0, 0, 1, 1);
    plane.setPosition(image);
    int classId = current >= 0 ? Math.max(1, item().classId()) : 1;
    Review.Change change = history.add(ReviewItem.drawn(drawn, classId, plane));
    changed(change);
    select(OptionalInt.of(change.index()));
  }

  /**
   * Gives the current region a class.
   *
   * @param classId 1 to 255
   */
  public void classify(int classId) {
    EventThread.run(() -> classifyNow(classId));
  }

  private void classifyNow(int classId) {
    if (ended) {
      return;
    }
    takeShape();
    if (imageGone) {
      return;
    }
    if (current < 0) {
      tell("There is no current region.");
    } else if (!isDrawing() && !isOutOfSight()) {
      tell("");
      history.classify(current, classId).ifPresent(this::changed);
      select(OptionalInt.of(current));
    }
    window.refresh();
  }

  private void wentBack(Optional<Review.Change> change, String otherwise) {
    if (change.isEmpty()) {
      tell(otherwise);
      return;
    }
    int index = change.get().index();
    boolean gone = change.get().after() == null;
    if (gone) {
      view.deselect();
      current = -1;
    }
    changed(change.get());
    select(gone ? OptionalInt.empty() : OptionalInt.of(index));
  }

  private void changed(Review.Change change) {
    view.show(change);
    autosave.changed(history.now());
  }

  /** Takes over where the annotator moved the current region to, and what other commands found. */
  private void takeShape() {
    if (imageGone) {
      return;
    }
    if (!size.equals(size(image))) {
      becameAnother();
      return;
    }
    takeIn(view.arrived());
    int picked = view.picked();
    if (picked >= 0) {
      select(OptionalInt.of(picked));
    } else if (current >= 0
        && view.hasSelected()
        && view.selected().getState() == Roi.NORMAL
        && view.selected().isArea()) {
      history.reshape(current, view.selected()).ifPresent(this::changed);
    }
  }

  private void select(OptionalInt index) {
    warnedOf = null;
    current = index.orElse(-1);
    if (current >= 0) {
      view.select(item());
    } else {
      view.deselect();
    }
  }

  /** Makes the region at a pixel the current one, if there is one and nothing was drawn. */
  void pick(int x, int y) {
    if (view.drawn() != null) {
      return;
    }
    int index = view.itemAt(history.now(), x, y);
    if (index >= 0) {
      select(OptionalInt.of(index));
      window.refresh();
    }
  }

  void setOrder(ReviewOrder order) {
    this.order = order;
  }

  /** Detections and labels that another command has put on the image meanwhile. */
  private void takeIn(List<Roi> arrived) {
    if (arrived.isEmpty()) {
      return; // at once: it is asked at each step
    }
    int before = history.now().items().size();
    Review all = history.now().withMissing(arrived);
    int more = all.items().size() - before;
    if (more > 0) {
      history = new ReviewHistory(all); // what was done before is not undone over their heads
      view.show(all);
      autosave.changed(all);
      tell("There are " + more + " more regions to review, from another command.");
    }
  }

  private void tick() {
    if (imageGone || ended) {
      return;
    }
    if (image.getWindow() == null) {
      closed(null);
      return;
    }
    takeShape();
    if (imageGone) {
      return;
    }
    view.restoreOverlay();
    if (view.hasSelected() && !Regions.isShown(item().roi(), image)) {
      view.deselect(); // its handles would show on a plane that it does not belong to
    }
    window.refresh();
  }

  // -- What the window shows --

  ImagePlus image() {
    return image;
  }

  ReviewOrder order() {
    return order;
  }

  Review review() {
    return history.now();
  }

  Optional<ReviewItem> currentItem() {
    return current < 0 ? Optional.empty() : Optional.of(item());
  }

  private ReviewItem item() {
    return history.now().items().get(current);
  }

  private void tell(String message) {
    window.tell(message);
  }

  // -- Saving and the end --

  private void saved(String problem) {
    EventQueue.invokeLater(
        () -> {
          if (!ended) {
            window.saved(file.path(), problem);
            if (imageGone && problem.isEmpty()) {
              finish(); // it was kept open only because it was not saved
            }
          }
        });
  }

  /** Saves in another folder, from now on. */
  void moveTo(Path folder) {
    file.moveTo(folder);
    try {
      autosave.changed(new Review(history.now().items())); // another one, so that it is saved
      autosave.flush();
    } catch (IOException e) {
      return; // has been told
    }
    if (imageGone) {
      finish();
    }
  }

  /** Ends the review, if all is saved; else it stays, and says so. */
  private void end() {
    try {
      autosave.flush();
    } catch (IOException e) {
      window.warnNotSaved(file.path(), e.getMessage());
      return;
    }
    if (!imageGone) {
      view.leave(history.now(), fromManager);
    }
    finish();
  }

  /**
   * @param last the selection when the image was closed, or null
   */
  private void closed(Roi last) {
    if (imageGone || ended) {
      return;
    }
    if (last != null && last == view.selected() && current >= 0) {
      history.reshape(current, last).ifPresent(change -> autosave.changed(history.now()));
    }
    imageGone = true;
    ReviewView.replaceInManager(history.now(), false, fromManager);
    end();
  }

  /** Regions of a crop lie elsewhere in the image that the review is of. */
  private void becameAnother() {
    imageGone = true;
    end();
    if (ended) {
      Messages.notes()
          .accept(
              String.format(
                  "The review of %s has ended, as the image was changed: it had %s, and now has"
                      + " %s. What was reviewed before is kept in %s.",
                  image.getTitle(), size, size(image), file.path()));
    }
  }

  private void finish() {
    ended = true;
    timer.stop();
    ImagePlus.removeImageListener(closing);
    autosave.close();
    window.dispose();
    RUNNING.remove(image, this);
    try {
      Runtime.getRuntime().removeShutdownHook(shutdown);
    } catch (IllegalStateException e) {
      // Java is shutting down, and the hook finds everything saved
    }
    IJ.showStatus("Review: " + history.now().summary() + "; kept in " + file.path());
  }

  /** For when ImageJ quits; where the disk is full, in the user's home folder. */
  private void saveAtShutdown() {
    try {
      autosave.flush();
    } catch (IOException full) {
      file.moveTo(Path.of(System.getProperty("user.home")));
      try {
        autosave.flush();
        System.err.println("Sperm Finder: the review is in " + file.path());
      } catch (IOException e) {
        System.err.println("Sperm Finder: the review cannot be saved: " + e.getMessage());
      }
    }
  }

  private final class Closing implements ImageListener {

    @Override
    public void imageOpened(ImagePlus opened) {}

    @Override
    public void imageUpdated(ImagePlus updated) {}

    @Override
    public void imageClosed(ImagePlus closed) {
      if (closed == image) {
        Roi last = image.getRoi(); // gone when the event thread gets there
        EventQueue.invokeLater(() -> ReviewSession.this.closed(last));
      }
    }
  }
}
