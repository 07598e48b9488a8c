package com.openagents.sync.api.rejection;

/**
 * Every reason to refuse, with whose turn it is and the HTTP status that says so. On the wire in lower case, in problem
 * details (RFC 9457) and in WebSocket error frames alike.
 */
public enum RejectionCode {
  MALFORMED_JSON(Kind.USER, 400),
  UNKNOWN_FIELD(Kind.USER, 400),
  INVALID_VALUE(Kind.USER, 400),
  SCOPE_INVALID(Kind.USER, 400),
  UNAUTHENTICATED(Kind.USER, 401),
  TOKEN_EXPIRED(Kind.USER, 401),
  FORBIDDEN(Kind.USER, 403),
  DEV_ISSUER_REFUSED(Kind.USER, 403),
  NOT_FOUND(Kind.USER, 404),
  SCOPE_UNKNOWN(Kind.USER, 404),
  ROUTE_UNKNOWN(Kind.USER, 404),
  METHOD_NOT_ALLOWED(Kind.USER, 405),
  NOT_ACCEPTABLE(Kind.USER, 406),
  GONE(Kind.USER, 410),
  RESYNC_REQUIRED(Kind.USER, 410),
  PAYLOAD_TOO_LARGE(Kind.USER, 413),
  UNSUPPORTED_MEDIA_TYPE(Kind.USER, 415),
  TEXT_EMPTY(Kind.USER, 422),
  TEXT_TOO_LONG(Kind.USER, 422),
  TEXT_NOT_STORABLE(Kind.USER, 422),
  IDEMPOTENCY_KEY_REUSED(Kind.USER, 422),
  DIFF_INVALID(Kind.USER, 422),
  AMOUNT_INVALID(Kind.USER, 422),
  CURRENCY_UNKNOWN(Kind.USER, 422),
  CURRENCY_MISMATCH(Kind.USER, 422),
  SAME_ACCOUNT(Kind.USER, 422),
  FRAME_MALFORMED(Kind.USER, 400),
  FRAME_UNKNOWN_TYPE(Kind.USER, 400),
  FRAME_BINARY(Kind.USER, 400),
  TOO_MANY_SUBSCRIPTIONS(Kind.USER, 429),
  ID_TAKEN(Kind.CONFLICT, 409),
  AGENT_RETIRED(Kind.CONFLICT, 409),
  ALREADY_OBSERVED(Kind.CONFLICT, 409),
  ILLEGAL_STEP(Kind.CONFLICT, 409),
  INSUFFICIENT_FUNDS(Kind.CONFLICT, 409),
  CONFLICT(Kind.CONFLICT, 409, true),
  OVERLOADED(Kind.OVERLOAD, 503, true),
  TOO_SLOW(Kind.OVERLOAD, 503, true),
  UNAVAILABLE(Kind.OVERLOAD, 503, true),
  INTERNAL(Kind.INTERNAL, 500, true);

  /** Whose turn it is: the sender's, the sender's after a look at the present state, or the operator's. */
  public enum Kind {
    USER,
    CONFLICT,
    OVERLOAD,
    INTERNAL,
  }

  private final Kind kind;
  private final int httpStatus;
  private final boolean retryable;

  RejectionCode(Kind kind, int httpStatus) {
    this(kind, httpStatus, false);
  }

  RejectionCode(Kind kind, int httpStatus, boolean retryable) {
    this.kind = kind;
    this.httpStatus = httpStatus;
    this.retryable = retryable;
  }

  public Kind kind() {
    return kind;
  }

  public int httpStatus() {
    return httpStatus;
  }

  /** Whether the very same request may succeed later. */
  public boolean retryable() {
    return retryable;
  }
}
