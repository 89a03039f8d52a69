package io.bridge.connection.envelope;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LayersTest {
  private static final byte[] KEY = new byte[Layers.KEY_BYTES];
  private static final byte[] WRAPPED = "wrapped".getBytes(UTF_8);
  private static final byte[] TEXT = "text".getBytes(UTF_8);
  private final byte[] aad = new Binding(new UUID(1, 2), new UUID(3, 4)).aad();
  private final byte[] payload = Layers.encrypt(KEY, TEXT, aad);

  @Test
  void opensWhatItSealed() {
    Layers.Parts parts = Layers.split(Layers.join(WRAPPED, payload)).orElseThrow();

    assertArrayEquals(WRAPPED, parts.wrapped());
    assertArrayEquals(TEXT, Layers.decrypt(KEY, parts.payload(), aad).orElseThrow());
  }

  @Test
  void hasTheFormThatIsWrittenDown() {
    ByteBuffer bytes = ByteBuffer.wrap(Layers.join(WRAPPED, payload));

    assertEquals(WRAPPED.length, bytes.getInt());
    assertEquals(Integer.BYTES + WRAPPED.length + 12 + TEXT.length + 16, bytes.capacity());
  }

  @Test
  void bindsToTheCanonicalTextWithItsLengthInFront() {
    String text =
        "bridge/v1|team:00000000-0000-0001-0000-000000000002"
            + "|conn:00000000-0000-0003-0000-000000000004|purpose:bq-sa-json";

    assertEquals(text.length(), ByteBuffer.wrap(aad).getInt());
    assertEquals(text, new String(aad, Integer.BYTES, aad.length - Integer.BYTES, UTF_8));
  }

  @Test
  void opensForNobodyElse() {
    for (Binding other :
        new Binding[] {
          new Binding(new UUID(1, 2), new UUID(3, 5)),
          new Binding(new UUID(1, 1), new UUID(3, 4)),
          new Binding(new UUID(3, 4), new UUID(1, 2))
        }) {
      assertTrue(Layers.decrypt(KEY, payload, other.aad()).isEmpty());
    }
    assertTrue(Layers.decrypt(KEY, payload, new byte[0]).isEmpty());
  }

  @Test
  void opensWithNoOtherKey() {
    byte[] other = KEY.clone();
    other[31] = 1;

    assertTrue(Layers.decrypt(other, payload, aad).isEmpty());
    assertTrue(Layers.decrypt(new byte[16], payload, aad).isEmpty());
    assertTrue(Layers.decrypt(new byte[0], payload, aad).isEmpty());
  }

  @Test
  void opensNothingThatWasFlipped() {
    for (int bit = 0; bit < payload.length * 8; bit++) {
      byte[] flipped = payload.clone();
      flipped[bit / 8] ^= (byte) (1 << bit % 8);
      assertTrue(Layers.decrypt(KEY, flipped, aad).isEmpty(), "bit " + bit);
    }
  }

  @Test
  void opensNothingThatWasCut() {
    byte[] whole = Layers.join(WRAPPED, payload);
    for (int length = 0; length < whole.length; length++) {
      boolean opens =
          Layers.split(Arrays.copyOf(whole, length))
              .flatMap(parts -> Layers.decrypt(KEY, parts.payload(), aad))
              .isPresent();
      assertFalse(opens, "cut at " + length);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 4097, -1, Integer.MIN_VALUE, Integer.MAX_VALUE, 29, 4096})
  void believesNoLengthThatCannotBe(int length) {
    byte[] whole = Layers.join(WRAPPED, payload);
    ByteBuffer.wrap(whole).putInt(length);

    assertTrue(Layers.split(whole).isEmpty());
  }

  @Test
  void writesNoLengthThatItWouldNotRead() {
    assertThrows(IllegalArgumentException.class, () -> Layers.join(new byte[0], payload));
    assertThrows(IllegalArgumentException.class, () -> Layers.join(new byte[4097], payload));
  }

  @Test
  void sealsNeverTheSameTwice() {
    assertFalse(Arrays.equals(payload, Layers.encrypt(KEY, TEXT, aad)));
  }
}
