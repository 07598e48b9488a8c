package com.openagents.sync.api;

/**
 * What stands in place of an erased text, and always the same, so that whoever reads events anew finds what is there
 * already. In place of a list taken from a text there is an empty one.
 */
public final class ErasedText {

  public static final String MARKER = "[erased]";

  private ErasedText() {}
}
