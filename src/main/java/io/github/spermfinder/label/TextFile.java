package io.github.spermfinder.label;

import java.io.BufferedInputStream;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Text in the encodings that label files come in: UTF-8 and UTF-16 with or without a byte order
 * mark, and Latin-1 (as Windows has it) for what is not UTF-8.
 */
final class TextFile {

  private static final Charset WINDOWS_LATIN_1 = Charset.forName("windows-1252");

  private TextFile() {}

  static String read(Path file, Notes notes) throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    Charset charset = charset(bytes);
    String text;
    try {
      text = charset.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException notUnicode) {
      if (charset != StandardCharsets.UTF_8) {
        throw new LabelException(file, "", "is not valid " + charset, notUnicode);
      }
      notes.add("The file is not Unicode and was read as Latin-1", file.getFileName().toString());
      text = new String(bytes, WINDOWS_LATIN_1);
    }
    return text.startsWith("\uFEFF") ? text.substring(1) : text;
  }

  /** A look at the beginning, whatever the file is; bytes that are no text are replaced. */
  static Reader peek(Path file) throws IOException {
    InputStream in = new BufferedInputStream(Files.newInputStream(file));
    in.mark(2);
    Charset charset = charset(in.readNBytes(2));
    in.reset();
    BufferedReader reader = new BufferedReader(new InputStreamReader(in, charset));
    reader.mark(1);
    if (reader.read() != '\uFEFF') {
      reader.reset();
    }
    return reader;
  }

  /** The lines, as {@link String#lines} has them. */
  static List<String> lines(Path file, Notes notes) throws IOException {
    return read(file, notes).lines().toList();
  }

  /**
   * Label files begin with an ASCII character, so the places of zero bytes tell UTF-16, as for JSON
   * (RFC 4627, section 3).
   */
  private static Charset charset(byte[] bytes) {
    if (bytes.length >= 2) {
      int first = bytes[0] & 0xFF;
      int second = bytes[1] & 0xFF;
      if (first == 0xFF && second == 0xFE || first != 0 && second == 0) {
        return StandardCharsets.UTF_16LE;
      }
      if (first == 0xFE && second == 0xFF || first == 0 && second != 0) {
        return StandardCharsets.UTF_16BE;
      }
    }
    return StandardCharsets.UTF_8;
  }
}
