package io.github.spermfinder.label;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.google.gson.JsonElement;
import com.google.gson.JsonPrimitive;
import java.io.IOException;
import java.io.OutputStream;
import org.junit.jupiter.api.Test;

class JsonTest {

  @Test
  void aDiskThatFillsUpUnderJsonIsAnIoException() {
    OutputStream full =
        new OutputStream() {
          @Override
          public void write(int b) throws IOException {
            throw new IOException("No space left on device");
          }
        };
    JsonElement large = new JsonPrimitive("x".repeat(1 << 20));
    IOException e = assertThrows(IOException.class, () -> Json.write(large, full));
    assertEquals("No space left on device", e.getMessage());
  }
}
