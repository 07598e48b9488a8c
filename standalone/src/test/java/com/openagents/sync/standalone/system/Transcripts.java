package com.openagents.sync.standalone.system;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/** What transcripts hold, read here without the player's code so that both can be compared. */
public final class Transcripts {

  private static final Path REAL = Program.ROOT.resolve("../shared/data/trajectories").normalize();
  private static final Path SAMPLES = Program.ROOT.resolve("standalone/src/main/resources/demo");

  /** @param observation null where there is none */
  public record Step(String thought, String action, String observation) {}

  public record Message(String role, String content) {}

  /**
   * @param submission a diff; empty where nothing was handed in
   * @param cents what it cost, rounded up
   */
  public record Transcript(
    String agent,
    List<Message> messages,
    List<Step> steps,
    String submission,
    long cents
  ) {}

  private Transcripts() {}

  /** The folder of real transcripts, or of the samples where it is not at hand. */
  public static Path folder() {
    return Files.isDirectory(REAL) ? REAL : SAMPLES;
  }

  static Path samples() {
    return SAMPLES;
  }

  /** Several copies of all files under different names, so that there is enough to be interrupted in. */
  static Path copies(Path target, int count) {
    try {
      for (Path file : list(folder())) {
        for (int copy = 0; copy < count; copy++) {
          Files.copy(file, target.resolve(copy + "-" + file.getFileName()));
        }
      }
      return target;
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  public static List<Transcript> read(Path folder) {
    try {
      return list(folder).stream().map(Transcripts::readFile).toList();
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  private static List<Path> list(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files
        .filter(file -> file.toString().endsWith(".traj"))
        .sorted()
        .toList();
    }
  }

  private static Transcript readFile(Path file) {
    JsonNode root = Client.JSON.readTree(file.toFile());
    List<Message> messages = new ArrayList<>();
    for (JsonNode entry : root.path("history")) {
      String content = text(entry.path("content"));
      messages.add(new Message(entry.path("role").asString(), content.isEmpty() ? "(no text)" : content));
    }
    List<Step> steps = new ArrayList<>();
    for (JsonNode entry : root.path("trajectory")) {
      steps.add(
        new Step(text(entry.path("thought")), text(entry.path("action")), text(entry.path("observation")))
      );
    }
    String name = file.getFileName().toString().replaceFirst("[.]traj$", "");
    JsonNode info = root.path("info");
    String submission = text(info.path("submission"));
    long cents = (long) Math.ceil(info.path("model_stats").path("instance_cost").asDouble(0) * 100);
    return new Transcript(name, messages, steps, submission, cents);
  }

  private static String text(JsonNode value) {
    String text = value.isArray() ? value.path(0).path("text").stringValue() : value.asString("");
    return text.replace('\0', '\u2400');
  }
}
