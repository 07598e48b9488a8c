package com.openagents.sync.query.event;

/** What an event says can't be read, or nobody here knows what to make of it. */
public final class Unprojectable extends RuntimeException {

  private static final long serialVersionUID = 1L;

  Unprojectable(String why, Throwable cause) {
    super(why, cause);
  }
}
