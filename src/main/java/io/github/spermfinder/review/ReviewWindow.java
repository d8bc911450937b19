package io.github.spermfinder.review;

import ij.IJ;
import ij.ImageJ;
import ij.ImagePlus;
import ij.WindowManager;
import ij.gui.GUI;
import ij.gui.ImageCanvas;
import ij.gui.Toolbar;
import io.github.spermfinder.label.ReviewState;
import io.github.spermfinder.label.Rois;
import java.awt.Button;
import java.awt.Choice;
import java.awt.Color;
import java.awt.Component;
import java.awt.Dialog;
import java.awt.Font;
import java.awt.Frame;
import java.awt.GridLayout;
import java.awt.KeyEventDispatcher;
import java.awt.KeyboardFocusManager;
import java.awt.Label;
import java.awt.Panel;
import java.awt.Point;
import java.awt.Rectangle;
import java.awt.TextComponent;
import java.awt.Window;
import java.awt.event.KeyEvent;
import java.awt.event.MouseAdapter;
import java.awt.event.MouseEvent;
import java.awt.event.WindowAdapter;
import java.awt.event.WindowEvent;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import javax.swing.text.JTextComponent;

/**
 * The keys of a review, and a small window with its counts and with buttons for the same. The keys
 * are taken before ImageJ sees them, only while the review goes on and the reviewed image, this
 * window or ImageJ's toolbar is in front.
 */
final class ReviewWindow {

  private static final ReviewAction[] BUTTONS = {
    ReviewAction.PREVIOUS,
    ReviewAction.NEXT,
    ReviewAction.NEXT_OPEN,
    ReviewAction.ACCEPT,
    ReviewAction.REJECT,
    ReviewAction.ADD,
    ReviewAction.UNDO,
    ReviewAction.REDO,
    ReviewAction.END
  };

  private static final int GAP = 5;

  private static final String WIDEST =
      "Your selection is not added: A or T adds it, the same key again drops it.";

  private final ReviewSession session;
  private final Dialog dialog;
  private final Map<ReviewState, Label> counts = new EnumMap<>(ReviewState.class);
  private final Label item = new Label(WIDEST);
  private final Label message = new Label("");
  private final Label saving = new Label("");
  private final Button elsewhere = new Button("Save in another folder...");
  private final KeyEventDispatcher keys = this::dispatch;
  private final MouseAdapter clicks = new Clicks();
  private ImageCanvas canvas;
  private boolean swallow;
  private boolean warned;

  ReviewWindow(ReviewSession session) {
    this.session = session;
    ImagePlus image = session.image();
    Frame owner = IJ.getInstance(); // not the image's window, which may close before all is saved
    dialog = new Dialog(owner, "Review of " + image.getTitle(), false);
    dialog.setLayout(new GridLayout(0, 1, 0, 2));
    dialog.add(countsPanel());
    dialog.add(item);
    for (int row = 0; row < BUTTONS.length; row += 3) {
      Panel panel = new Panel(new GridLayout(1, 3, 4, 0));
      for (int i = row; i < row + 3; i++) {
        panel.add(button(BUTTONS[i]));
      }
      dialog.add(panel);
    }
    dialog.add(new Label("1 to 9: class.   C: another class.   Click: make current."));
    dialog.add(orderChoice());
    dialog.add(message);
    dialog.add(saving);
    elsewhere.setVisible(false);
    elsewhere.addActionListener(event -> chooseFolder());
    dialog.add(elsewhere);
    dialog.addWindowListener(
        new WindowAdapter() {
          @Override
          public void windowClosing(WindowEvent event) {
            session.perform(ReviewAction.END);
          }
        });
    GUI.scale(dialog);
  }

  private Panel countsPanel() {
    Panel panel = new Panel(new GridLayout(1, 0));
    for (ReviewState state : ReviewState.values()) {
      Label label = new Label("");
      counts.put(state, label);
      panel.add(label);
    }
    return panel;
  }

  private Button button(ReviewAction action) {
    Button button = new Button(action + " (" + action.keys() + ")");
    button.addActionListener(
        event -> {
          session.perform(action);
          focusImage();
        });
    return button;
  }

  private Panel orderChoice() {
    Choice choice = new Choice();
    for (ReviewOrder order : ReviewOrder.values()) {
      choice.add(order.toString());
    }
    choice.select(session.order().toString());
    choice.addItemListener(
        event -> {
          session.setOrder(ReviewOrder.values()[choice.getSelectedIndex()]);
          focusImage();
        });
    Panel panel = new Panel(new GridLayout(1, 2));
    panel.add(new Label("Order"));
    panel.add(choice);
    return panel;
  }

  void show() {
    refresh();
    dialog.pack();
    dialog.setLocation(placeBeside(session.image().getWindow()));
    dialog.setVisible(true);
    KeyboardFocusManager.getCurrentKeyboardFocusManager().addKeyEventDispatcher(keys);
    focusImage();
  }

  /** Right of the image, else left or below, where the screen has room for it. */
  private Point placeBeside(Window image) {
    Rectangle screen = GUI.getMaxWindowBounds(image);
    Rectangle at = image.getBounds();
    int width = dialog.getWidth();
    int height = dialog.getHeight();
    Point right = new Point(at.x + at.width + GAP, at.y);
    return Stream.of(
            right, new Point(at.x - width - GAP, at.y), new Point(at.x, at.y + at.height + GAP))
        .filter(place -> screen.contains(place.x, place.y, width, height))
        .findFirst()
        .orElse(
            new Point(
                Math.max(screen.x, Math.min(right.x, screen.x + screen.width - width)),
                Math.max(screen.y, Math.min(right.y, screen.y + screen.height - height))));
  }

  void dispose() {
    KeyboardFocusManager.getCurrentKeyboardFocusManager().removeKeyEventDispatcher(keys);
    if (canvas != null) {
      canvas.removeMouseListener(clicks);
    }
    dialog.dispose();
  }

  private void focusImage() {
    if (session.image().getWindow() != null) {
      session.image().getWindow().toFront();
      session.image().getCanvas().requestFocus();
    }
  }

  // -- What it shows --

  /** Shows the counts and the current item; ImageJ may have made another canvas meanwhile. */
  void refresh() {
    Map<ReviewState, Integer> numbers = session.review().counts();
    numbers.forEach(
        (state, number) ->
            set(counts.get(state), number + (state == ReviewState.OPEN ? " open" : " " + state)));
    set(item, session.currentItem().map(ReviewWindow::describe).orElse("No current region"));
    ImageCanvas now = session.image().getCanvas();
    if (now != canvas && now != null) {
      canvas = now;
      canvas.addMouseListener(clicks);
    }
  }

  private static String describe(ReviewItem item) {
    return item.name() + "   " + Regions.className(item.classId()) + "   " + item.state();
  }

  void tell(String text) {
    if (!message.getText().equals(text)) {
      message.setText(text);
      IJ.showStatus(text);
    }
  }

  /** Setting a label repaints it even where it says the same. */
  private static void set(Label label, String text) {
    if (!label.getText().equals(text)) {
      label.setText(text);
    }
  }

  // -- Saving --

  /**
   * @param problem empty if it is saved
   */
  void saved(Path path, String problem) {
    boolean well = problem.isEmpty();
    saving.setForeground(well ? Color.BLACK : Color.RED);
    saving.setFont(dialog.getFont().deriveFont(well ? Font.PLAIN : Font.BOLD));
    set(saving, well ? "Saved in " + path.getFileName() : "NOT SAVED: " + problem);
    if (elsewhere.isVisible() == well) {
      elsewhere.setVisible(!well);
      dialog.pack();
    }
    if (well) {
      warned = false;
    } else if (!warned) {
      warned = true;
      warnNotSaved(path, problem);
    }
  }

  void warnNotSaved(Path path, String problem) {
    dialog.toFront();
    IJ.showMessage(
        "Sperm Finder",
        "The review cannot be saved in\n"
            + path
            + "\n"
            + problem
            + "\nWhat was saved there before is whole. The review goes on, and saving is tried"
            + "\nagain every few seconds: make room there, or save in another folder.");
  }

  private void chooseFolder() {
    String folder = IJ.getDirectory("Folder for the review");
    if (folder != null) {
      session.moveTo(Path.of(folder));
    }
  }

  // -- Keys --

  private boolean dispatch(KeyEvent event) {
    if (event.getID() != KeyEvent.KEY_PRESSED) {
      return swallow; // what belongs to a key that was taken
    }
    swallow = isOurs(event) && press(event);
    return swallow;
  }

  private boolean isOurs(KeyEvent event) {
    Component focus = event.getComponent();
    if (focus instanceof TextComponent || focus instanceof JTextComponent) {
      return false;
    }
    Window window = KeyboardFocusManager.getCurrentKeyboardFocusManager().getFocusedWindow();
    return window != null
        && (window == session.image().getWindow()
            || window == dialog
            || window instanceof ImageJ && WindowManager.getCurrentImage() == session.image());
  }

  private boolean press(KeyEvent event) {
    Optional<ReviewAction> action = action(event);
    if (action.isPresent()) {
      session.perform(action.get());
      return true;
    }
    if (event.getModifiersEx() != 0) {
      return false;
    }
    int code = event.getKeyCode();
    if (code >= KeyEvent.VK_1 && code <= KeyEvent.VK_9) {
      session.classify(code - KeyEvent.VK_0);
    } else if (code >= KeyEvent.VK_NUMPAD1 && code <= KeyEvent.VK_NUMPAD9) {
      session.classify(code - KeyEvent.VK_NUMPAD0);
    } else if (code == KeyEvent.VK_C) {
      askForClass();
    } else {
      return false;
    }
    return true;
  }

  private static Optional<ReviewAction> action(KeyEvent event) {
    int modifiers = event.getModifiersEx();
    int code = event.getKeyCode();
    boolean menu = (modifiers & (KeyEvent.CTRL_DOWN_MASK | KeyEvent.META_DOWN_MASK)) != 0;
    boolean shift = (modifiers & KeyEvent.SHIFT_DOWN_MASK) != 0;
    if (menu) {
      return switch (code) {
        case KeyEvent.VK_Z -> Optional.of(shift ? ReviewAction.REDO : ReviewAction.UNDO);
        case KeyEvent.VK_Y -> Optional.of(ReviewAction.REDO);
        default -> Optional.empty();
      };
    }
    if (modifiers != 0) {
      return Optional.empty();
    }
    return switch (code) {
      case KeyEvent.VK_RIGHT -> Optional.of(ReviewAction.NEXT);
      case KeyEvent.VK_LEFT -> Optional.of(ReviewAction.PREVIOUS);
      case KeyEvent.VK_N -> Optional.of(ReviewAction.NEXT_OPEN);
      case KeyEvent.VK_A, KeyEvent.VK_ENTER -> Optional.of(ReviewAction.ACCEPT);
      case KeyEvent.VK_R, KeyEvent.VK_DELETE, KeyEvent.VK_BACK_SPACE ->
          Optional.of(ReviewAction.REJECT);
      case KeyEvent.VK_T -> Optional.of(ReviewAction.ADD);
      case KeyEvent.VK_Z -> Optional.of(ReviewAction.UNDO);
      case KeyEvent.VK_Y -> Optional.of(ReviewAction.REDO);
      case KeyEvent.VK_ESCAPE -> Optional.of(ReviewAction.END);
      default -> Optional.empty();
    };
  }

  /** Offers the class that it has, as ImageJ takes what it offered for text that is no number. */
  private void askForClass() {
    int offered = session.currentItem().map(ReviewItem::classId).orElse(1);
    double number = IJ.getNumber("Class (1 to " + Rois.MAX_GROUP + ")", offered);
    if (number >= 1 && number <= Rois.MAX_GROUP) {
      session.classify((int) number);
    }
  }

  /** A click, not a drag, makes the region there the current one. */
  private final class Clicks extends MouseAdapter {

    @Override
    public void mouseClicked(MouseEvent event) {
      int tool = Toolbar.getToolId();
      boolean free =
          tool == Toolbar.RECTANGLE
              || tool == Toolbar.OVAL
              || tool == Toolbar.FREEROI
              || tool == Toolbar.HAND;
      if (free && event.getModifiersEx() == 0) {
        session.pick(canvas.offScreenX(event.getX()), canvas.offScreenY(event.getY()));
      }
    }
  }
}
