package com.openagents.sync.api.codechange;

/**
 * What a diff does to one file.
 *
 * @param path after the change; before it, if the file is deleted
 * @param added lines
 * @param removed lines
 */
public record ChangedFile(String path, int added, int removed) {}
