package com.openagents.sync.platform.synclog;

/**
 * A sync event as the log holds it.
 *
 * @param json the event in its wire form, encoded once for all who get it
 */
public record LoggedEvent(long id, long previousId, String scope, String model, String json) {}
