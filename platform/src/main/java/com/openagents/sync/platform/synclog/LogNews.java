package com.openagents.sync.platform.synclog;

import java.util.List;

/**
 * What is new in the log, as of one moment.
 *
 * @param head where it stands
 * @param events the next ones, not always all up to there
 */
public record LogNews(LogHead head, List<LoggedEvent> events) {}
