package com.openagents.sync.api.rejection;

import java.time.Instant;
import java.util.Map;

/**
 * A refusal with its reason. Nothing was stored, unless the detail of an {@code unavailable} says that it may be. Carries
 * no stack trace: it is an answer, not an accident.
 */
public final class Rejected extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final RejectionCode code;
  private final transient Map<String, Object> properties;

  public Rejected(RejectionCode code, String detail) {
    this(code, detail, Map.of());
  }

  private Rejected(RejectionCode code, String detail, Map<String, Object> properties) {
    super(detail, null, false, false);
    this.code = code;
    this.properties = properties;
  }

  /** The refusal of one field's value; {@code field} is its name on the wire. */
  public static Rejected field(RejectionCode code, String field, String detail) {
    return new Rejected(code, detail, Map.of("field", field));
  }

  /** The cursor can't be caught up event by event; says why and what is the next rung. */
  public static Rejected resync(ResyncReason reason, ResyncRung next, String detail) {
    return new Rejected(RejectionCode.RESYNC_REQUIRED, detail, Map.of("reason", reason, "next", next));
  }

  /** A point in the past that nothing reaches back to any more; says which is the oldest that can be had. */
  public static Rejected pastGone(long oldestSyncId, Instant oldestTime, String detail) {
    return new Rejected(
      RejectionCode.GONE,
      detail,
      Map.of("field", "asOf", "oldestSyncId", oldestSyncId, "oldestTime", oldestTime)
    );
  }

  public RejectionCode code() {
    return code;
  }

  /** What the wire shows beside code and detail, such as {@code field} or {@code reason}. */
  public Map<String, Object> properties() {
    return properties;
  }
}
