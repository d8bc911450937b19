package io.github.spermfinder.label;

import io.github.spermfinder.AtomicFile;
import io.github.spermfinder.Box;
import io.github.spermfinder.LabelMap;
import java.awt.Dimension;
import java.io.CharConversionException;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringReader;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilder;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import javax.xml.transform.OutputKeys;
import javax.xml.transform.Transformer;
import javax.xml.transform.TransformerException;
import javax.xml.transform.TransformerFactory;
import javax.xml.transform.dom.DOMSource;
import javax.xml.transform.stream.StreamResult;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.xml.sax.ErrorHandler;
import org.xml.sax.InputSource;
import org.xml.sax.SAXException;
import org.xml.sax.SAXParseException;

/**
 * Pascal VOC: an XML file an image, beside it, or in {@code Annotations/} or {@code labels/} where
 * images lie in {@code JPEGImages/} or {@code images/}. The numbers of {@code bndbox} are taken as
 * edges in ImageJ's coordinates, as LabelImg, CVAT and the TensorFlow Object Detection API do; the
 * VOC challenge itself counted pixels from 1.
 */
public final class VocFolder implements LabelFormat {

  @Override
  public String title() {
    return "Pascal VOC folder";
  }

  @Override
  public boolean isFolder() {
    return true;
  }

  @Override
  public boolean recognises(Path path) throws IOException {
    if (!Files.isDirectory(path)) {
      return false;
    }
    ImageFolder folder = new ImageFolder(path);
    for (String file : folder.files("xml")) {
      try {
        Document document = parse(folder.root().resolve(file), new Notes());
        if (document.getDocumentElement().getTagName().equals("annotation")) {
          return true;
        }
      } catch (LabelException otherXml) {
        // another one may do
      }
    }
    return false;
  }

  // -- Reading --

  @Override
  public Imported read(Path path, LabelMap known) throws IOException {
    Notes notes = new Notes();
    ImageFolder folder = new ImageFolder(path);
    ClassIds classes = new ClassIds(known);
    List<LabelledImage> images = new ArrayList<>();
    Set<String> names = new HashSet<>();
    for (String name : folder.files("xml")) {
      Path file = folder.root().resolve(name);
      Element root = parse(file, notes).getDocumentElement();
      if (!root.getTagName().equals("annotation")) {
        notes.add("An XML file is not a VOC annotation and was left out", name);
        continue;
      }
      LabelledImage image = image(folder, name, root, classes, notes);
      if (!names.add(image.fileName())) {
        throw new LabelException(file, "", "another file is about " + image.fileName() + ", too");
      }
      images.add(image);
    }
    names.addAll(names.stream().map(ImageFolder::withoutSlice).toList());
    for (String image : folder.images()) {
      if (!names.contains(image)) {
        notes.add("An image has no label file and was left out", image);
      }
    }
    return new Imported(new Dataset(classes.toLabelMap(), images), notes.sentences());
  }

  private static LabelledImage image(
      ImageFolder folder, String xml, Element root, ClassIds classes, Notes notes)
      throws LabelException {
    Path file = folder.root().resolve(xml);
    String named = namedImage(root);
    // The file that is there counts for more than the one that the XML names: tools get it wrong.
    Optional<String> present = folder.image(xml, named);
    String fileName = present.orElseGet(() -> imageBeside(xml, named));
    if (present.isEmpty()) {
      notes.add("The image of a label file is absent", xml);
    }
    Dimension size = size(file, root);
    if (size.width == 0 || size.height == 0) {
      size = ImageFolder.size(folder.root(), fileName).orElse(size);
    }
    List<Annotation> annotations = new ArrayList<>();
    int number = 0;
    for (Element object : children(root, "object")) {
      String place = "object " + ++number;
      Element bndbox =
          child(object, "bndbox")
              .orElseThrow(() -> new LabelException(file, place, "has no <bndbox>"));
      double left = number(file, place, bndbox, "xmin");
      double top = number(file, place, bndbox, "ymin");
      double right = number(file, place, bndbox, "xmax");
      double bottom = number(file, place, bndbox, "ymax");
      if (right < left || bottom < top) {
        throw new LabelException(file, place, "xmax or ymax is less than xmin or ymin");
      }
      String className = text(object, "name");
      if (className.isEmpty()) {
        throw new LabelException(file, place, "has no <name>");
      }
      Box box = Box.ofEdges(left, top, right, bottom);
      if (Boxes.check(box, size.width, size.height, notes, xml + ", " + place)) {
        annotations.add(Annotation.of(box, classes.id(className)));
      }
    }
    return new LabelledImage(fileName, size.width, size.height, annotations);
  }

  /** What an XML file calls its image, without folders; empty if it does not. */
  private static String namedImage(Element root) {
    for (String tag : List.of("filename", "path")) {
      String name = text(root, tag).replaceFirst(".*[/\\\\]", "");
      if (ImageFolder.isImage(ImageFolder.withoutSlice(name))) {
        return name;
      }
    }
    return "";
  }

  /** The image of an XML file, as far as anybody knows where it is absent. */
  private static String imageBeside(String xml, String named) {
    return named.isEmpty()
        ? xml.substring(0, xml.lastIndexOf('.'))
        : xml.substring(0, xml.lastIndexOf('/') + 1) + named;
  }

  private static Dimension size(Path file, Element root) throws LabelException {
    Optional<Element> size = child(root, "size");
    if (size.isEmpty() || text(size.get(), "width").isEmpty()) {
      return new Dimension();
    }
    return new Dimension(
        (int) number(file, "size", size.get(), "width"),
        (int) number(file, "size", size.get(), "height"));
  }

  private static double number(Path file, String place, Element parent, String tag)
      throws LabelException {
    String text = text(parent, tag);
    try {
      double number = Double.parseDouble(text);
      if (Double.isFinite(number)) {
        return number;
      }
    } catch (NumberFormatException e) {
      // falls through
    }
    throw new LabelException(file, place, "<" + tag + "> should be a number, not \"" + text + "\"");
  }

  private static String text(Element parent, String tag) {
    return child(parent, tag).map(Element::getTextContent).orElse("").strip();
  }

  private static Optional<Element> child(Element parent, String tag) {
    return children(parent, tag).stream().findFirst();
  }

  /** Direct children only: parts of an object have boxes, too. */
  private static List<Element> children(Element parent, String tag) {
    List<Element> children = new ArrayList<>();
    for (Node node = parent.getFirstChild(); node != null; node = node.getNextSibling()) {
      if (node instanceof Element element && element.getTagName().equals(tag)) {
        children.add(element);
      }
    }
    return children;
  }

  // -- XML --

  private static Document parse(Path file, Notes notes) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      return parse(file, new InputSource(in));
    } catch (LabelException refused) {
      // Perhaps only since it is not in the encoding that it should be in.
      try {
        return parse(file, new InputSource(new StringReader(TextFile.read(file, notes))));
      } catch (LabelException again) {
        throw refused;
      }
    }
  }

  private static Document parse(Path file, InputSource source) throws IOException {
    try {
      DocumentBuilder builder = builder();
      builder.setErrorHandler(new Strict());
      return builder.parse(source);
    } catch (SAXException | CharConversionException e) {
      throw new LabelException(file, "", "is not XML that can be read: " + e.getMessage(), e);
    }
  }

  /** Without document types, and so without entities that read other files or fill the memory. */
  private static DocumentBuilder builder() {
    try {
      DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
      factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
      factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
      factory.setXIncludeAware(false);
      factory.setExpandEntityReferences(false);
      return factory.newDocumentBuilder();
    } catch (ParserConfigurationException e) {
      throw new IllegalStateException("No XML parser that can refuse document types", e);
    }
  }

  /** Errors are for the caller; the parser's own handler would print them. */
  private static final class Strict implements ErrorHandler {
    @Override
    public void warning(SAXParseException e) {}

    @Override
    public void error(SAXParseException e) throws SAXException {
      throw e;
    }

    @Override
    public void fatalError(SAXParseException e) throws SAXException {
      throw e;
    }
  }

  // -- Writing --

  @Override
  public List<String> write(Dataset dataset, Path path) throws IOException {
    Notes notes = new Notes();
    Boxes.noteLost(dataset, "The score", annotation -> annotation.score().isPresent(), notes);
    Boxes.noteLost(dataset, "That it is a crowd", Annotation::crowd, notes);
    ImageFolder.requireOwnLabelFiles(dataset, path);
    Path root = ImageFolder.root(path);
    for (LabelledImage image : dataset.images()) {
      Path file = ImageFolder.resolve(root, ImageFolder.labelFile(image.fileName(), "xml"));
      Document document = document(image, dataset.classes());
      AtomicFile.write(
          file,
          out -> {
            try {
              Transformer transformer = TransformerFactory.newInstance().newTransformer();
              transformer.setOutputProperty(OutputKeys.INDENT, "yes");
              transformer.setOutputProperty(OutputKeys.OMIT_XML_DECLARATION, "yes");
              transformer.transform(new DOMSource(document), new StreamResult(out));
            } catch (TransformerException e) {
              throw new LabelException(file, "", "could not be written: " + e.getMessage(), e);
            }
          });
    }
    return notes.sentences();
  }

  private static Document document(LabelledImage image, LabelMap classes) {
    Document document = builder().newDocument();
    Element root = document.createElement("annotation");
    document.appendChild(root);
    append(root, "filename", image.fileName().replaceFirst(".*/", ""));
    if (image.width() > 0 && image.height() > 0) {
      Element size = append(root, "size", null);
      append(size, "width", Integer.toString(image.width()));
      append(size, "height", Integer.toString(image.height()));
    }
    for (Annotation annotation : image.annotations()) {
      Box box = annotation.box();
      Element object = append(root, "object", null);
      append(object, "name", classes.name(annotation.classId()));
      append(object, "difficult", "0");
      Element bndbox = append(object, "bndbox", null);
      append(bndbox, "xmin", decimal(box.x()));
      append(bndbox, "ymin", decimal(box.y()));
      append(bndbox, "xmax", decimal(box.right()));
      append(bndbox, "ymax", decimal(box.bottom()));
    }
    return document;
  }

  private static Element append(Element parent, String tag, String text) {
    Element element = parent.getOwnerDocument().createElement(tag);
    if (text != null) {
      element.setTextContent(text);
    }
    parent.appendChild(element);
    return element;
  }

  /** Whole numbers without a point, since many readers know no others. */
  private static String decimal(double number) {
    return number == Math.rint(number)
        ? BigDecimal.valueOf(number).toBigInteger().toString()
        : BigDecimal.valueOf(number).toPlainString();
  }
}
