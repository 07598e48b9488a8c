import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyFactory;
import java.security.MessageDigest;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Checks the proof of one event of agentsync with nothing but its file and the public key, by Java 17 or newer:
 *
 * <pre>java CheckProof.java proof.json public-key.pem</pre>
 *
 * Ends with 0 if the proof holds, 1 if it does not, 2 if it was called wrongly. docs/SPEC.md describes what is checked.
 * It takes nothing from the program that made the proof, and is strict: each value can be written in one way only.
 */
public final class CheckProof {

  private static final int HASH_BYTES = 32;
  private static final int KEY_ID_BYTES = 16;

  /** Why the proof does not hold. */
  private static final class Refused extends Exception {

    Refused(String reason) {
      super(reason);
    }
  }

  public static void main(String[] arguments) throws Exception {
    if (arguments.length != 2) {
      System.err.println("Usage: java CheckProof.java proof.json public-key.pem");
      System.exit(2);
    }
    try {
      System.out.println(check(text(Path.of(arguments[0])), text(Path.of(arguments[1]))));
    } catch (Refused | RuntimeException failure) {
      System.err.println("The proof does NOT hold: " + failure.getMessage());
      System.exit(1);
    } catch (IOException unreadable) {
      System.err.println("Nothing was checked. This can't be read: " + unreadable.getMessage());
      System.exit(2);
    }
  }

  private static String text(Path file) throws IOException, Refused {
    try {
      return StandardCharsets.UTF_8.newDecoder()
        .onMalformedInput(CodingErrorAction.REPORT)
        .decode(ByteBuffer.wrap(Files.readAllBytes(file)))
        .toString();
    } catch (CharacterCodingException notText) {
      throw new Refused(file + " is no text in UTF-8");
    }
  }

  /** What is proven, in words. */
  static String check(String proofText, String keysText) throws Exception {
    Map<?, ?> proof = object(new Json(proofText).whole(), "format", "event", "hashBefore", "following", "head");
    require(string(proof, "format").equals("agentsync.proof.v1"), "its format is not agentsync.proof.v1");
    Map<?, ?> event = object(
      proof.get("event"),
      "globalIndex",
      "eventId",
      "aggregateType",
      "aggregateId",
      "sequenceNumber",
      "orgId",
      "payloadType",
      "payloadRevision",
      "payload",
      "metadata",
      "createdAt"
    );
    Map<?, ?> head = object(proof.get("head"), "globalIndex", "hash", "signedAt", "keyId", "signature");

    byte[] chain = link(hash(string(proof, "hashBefore")), leaf(event));
    List<?> following = (List<?>) proof.get("following");
    for (Object leaf : following) {
      chain = link(chain, hash((String) leaf));
    }
    require(Arrays.equals(chain, hash(string(head, "hash"))), "the event does not lead to the signed hash");
    require(
      number(event, "globalIndex") + following.size() == number(head, "globalIndex"),
      "the signed head is about another event"
    );
    requireSigned(head, keysText);
    return """
    The proof holds.
    Event %s is number %d of the store: %s of %s %s, stored at %s.
      payload:  %s
      metadata: %s
    Key %s signed this at %s.""".formatted(
        string(event, "eventId"),
        number(event, "globalIndex"),
        string(event, "payloadType"),
        string(event, "aggregateType"),
        string(event, "aggregateId"),
        string(event, "createdAt"),
        new String(bytes(string(event, "payload")), StandardCharsets.UTF_8),
        new String(bytes(string(event, "metadata")), StandardCharsets.UTF_8),
        string(head, "keyId"),
        string(head, "signedAt")
      );
  }

  private static byte[] leaf(Map<?, ?> event) throws Exception {
    return sha256(
      new Fields(0, "agentsync.event.v1")
        .number(number(event, "globalIndex"))
        .id(string(event, "eventId"))
        .text(string(event, "aggregateType"))
        .id(string(event, "aggregateId"))
        .number(number(event, "sequenceNumber"))
        .id(string(event, "orgId"))
        .text(string(event, "payloadType"))
        .text(string(event, "payloadRevision"))
        .bytes(bytes(string(event, "payload")))
        .bytes(bytes(string(event, "metadata")))
        .number(microseconds(string(event, "createdAt")))
        .all()
    );
  }

  private static byte[] link(byte[] before, byte[] leaf) throws Exception {
    return sha256(ByteBuffer.allocate(1 + 2 * HASH_BYTES).put((byte) 1).put(before).put(leaf).array());
  }

  private static void requireSigned(Map<?, ?> head, String keysText) throws Exception {
    byte[] message = new Fields(2, "agentsync.head.v1")
      .number(number(head, "globalIndex"))
      .bytes(hash(string(head, "hash")))
      .number(microseconds(string(head, "signedAt")))
      .text(string(head, "keyId"))
      .all();
    Matcher blocks = Pattern.compile("-----BEGIN PUBLIC KEY-----\n([A-Za-z0-9+/=\n]+)\n-----END PUBLIC KEY-----")
      .matcher(keysText);
    while (blocks.find()) {
      byte[] encoded = bytes(blocks.group(1).replace("\n", ""));
      String keyId = HexFormat.of().formatHex(Arrays.copyOf(sha256(encoded), KEY_ID_BYTES));
      if (keyId.equals(string(head, "keyId"))) {
        PublicKey key = KeyFactory.getInstance("Ed25519").generatePublic(new X509EncodedKeySpec(encoded));
        Signature signature = Signature.getInstance("Ed25519");
        signature.initVerify(key);
        signature.update(message);
        require(signature.verify(bytes(string(head, "signature"))), "the signature is not that of the key");
        return;
      }
    }
    throw new Refused("the file of public keys has no key " + string(head, "keyId"));
  }

  private static void require(boolean holds, String otherwise) throws Refused {
    if (!holds) {
      throw new Refused(otherwise);
    }
  }

  private static Map<?, ?> object(Object value, String... keys) throws Refused {
    require(
      value instanceof Map<?, ?> map && List.copyOf(map.keySet()).equals(List.of(keys)),
      "an object has other fields than " + List.of(keys)
    );
    return (Map<?, ?>) value;
  }

  private static String string(Map<?, ?> object, String key) throws Refused {
    require(object.get(key) instanceof String, key + " is no text");
    return (String) object.get(key);
  }

  private static long number(Map<?, ?> object, String key) throws Refused {
    require(object.get(key) instanceof Long, key + " is no number");
    return (Long) object.get(key);
  }

  private static byte[] hash(String digits) throws Refused {
    require(digits.matches("[0-9a-f]{64}"), "a hash is not 64 small hexadecimal digits");
    return HexFormat.of().parseHex(digits);
  }

  private static byte[] bytes(String base64) throws Refused {
    byte[] bytes = Base64.getDecoder().decode(base64);
    require(Base64.getEncoder().encodeToString(bytes).equals(base64), "bytes are not in usual base64");
    return bytes;
  }

  private static long microseconds(String time) throws Refused {
    require(
      time.matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{6}Z"),
      "a time is not in UTC with six digits of a second"
    );
    Instant instant = Instant.parse(time);
    return Math.addExact(Math.multiplyExact(instant.getEpochSecond(), 1_000_000L), instant.getNano() / 1_000);
  }

  private static byte[] sha256(byte[] bytes) throws Exception {
    return MessageDigest.getInstance("SHA-256").digest(bytes);
  }

  /** Fields behind their lengths. */
  private static final class Fields {

    private final ByteArrayOutputStream all = new ByteArrayOutputStream();

    Fields(int purpose, String format) {
      all.write(purpose);
      text(format);
    }

    Fields bytes(byte[] value) {
      all.writeBytes(ByteBuffer.allocate(4).putInt(value.length).array());
      all.writeBytes(value);
      return this;
    }

    Fields text(String value) {
      return bytes(value.getBytes(StandardCharsets.UTF_8));
    }

    Fields number(long value) {
      return bytes(ByteBuffer.allocate(8).putLong(value).array());
    }

    Fields id(String text) throws Refused {
      UUID id = UUID.fromString(text);
      require(id.toString().equals(text), "an id is not in the usual form");
      return bytes(
        ByteBuffer.allocate(16).putLong(id.getMostSignificantBits()).putLong(id.getLeastSignificantBits()).array()
      );
    }

    byte[] all() {
      return all.toByteArray();
    }
  }

  /** As much of JSON as a proof needs: objects, arrays, texts and whole numbers. */
  private static final class Json {

    private final String text;
    private int position;

    Json(String text) {
      this.text = text;
    }

    Object whole() throws Refused {
      Object value = value();
      require(peek() == 0, "there is something behind its end");
      return value;
    }

    private Object value() throws Refused {
      return switch (peek()) {
        case '{' -> object();
        case '[' -> array();
        case '"' -> string();
        default -> number();
      };
    }

    private Map<String, Object> object() throws Refused {
      Map<String, Object> object = new LinkedHashMap<>();
      take('{');
      while (object.isEmpty() || peek() == ',') {
        if (!object.isEmpty()) {
          take(',');
        }
        peek();
        String key = string();
        take(':');
        require(object.put(key, value()) == null, "a field comes twice");
      }
      take('}');
      return object;
    }

    private List<Object> array() throws Refused {
      List<Object> array = new ArrayList<>();
      take('[');
      while (peek() != ']') {
        if (!array.isEmpty()) {
          take(',');
        }
        peek();
        array.add(value());
      }
      take(']');
      return array;
    }

    private String string() throws Refused {
      Matcher matcher = match("\"([^\"\\\\\\p{Cntrl}]*)\"", "a text");
      return matcher.group(1);
    }

    private Long number() throws Refused {
      return Long.parseLong(match("(0|-?[1-9][0-9]{0,18})(?![0-9.eE])", "a number").group(1));
    }

    private Matcher match(String pattern, String what) throws Refused {
      Matcher matcher = Pattern.compile(pattern).matcher(text).region(position, text.length());
      require(matcher.lookingAt(), "where " + what + " belongs, at " + position + ", is something else");
      position = matcher.end();
      return matcher;
    }

    private void take(char expected) throws Refused {
      require(peek() == expected, "where '" + expected + "' belongs, at " + position + ", is something else");
      position++;
    }

    /** The next character that is no space; 0 at the end. */
    private char peek() {
      while (position < text.length() && " \n\r\t".indexOf(text.charAt(position)) >= 0) {
        position++;
      }
      return position < text.length() ? text.charAt(position) : 0;
    }
  }
}
