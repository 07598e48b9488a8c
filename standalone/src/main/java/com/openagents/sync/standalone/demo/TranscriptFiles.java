package com.openagents.sync.standalone.demo;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** Finds and reads the transcripts that were asked for; what can't be read costs one line, not the others. */
final class TranscriptFiles {

  private static final String SUFFIX = ".traj";
  private static final List<String> SAMPLES = List.of("mend-flaky-clock.traj", "tidy-log-viewer.traj");

  private final TranscriptReader reader = new TranscriptReader();
  private final Consumer<String> complaints;
  private final Map<String, String> readAlready = new HashMap<>();

  TranscriptFiles(Consumer<String> complaints) {
    this.complaints = complaints;
  }

  /** @param sources files and folders; none for the samples */
  List<Transcript> read(List<Path> sources) {
    List<Transcript> transcripts = new ArrayList<>();
    if (sources.isEmpty()) {
      SAMPLES.forEach(sample -> read(sample, sampleBytes(sample)).ifPresent(transcripts::add));
    }
    for (Path source : sources) {
      for (Path file : files(source)) {
        bytes(file)
          .flatMap(bytes -> read(file.toString(), bytes))
          .ifPresent(transcripts::add);
      }
    }
    return transcripts;
  }

  private List<Path> files(Path source) {
    if (!Files.isDirectory(source)) {
      return List.of(source);
    }
    try (Stream<Path> within = Files.walk(source)) {
      List<Path> files = within
        .filter(file -> file.toString().endsWith(SUFFIX) && Files.isRegularFile(file))
        .sorted()
        .toList();
      if (files.isEmpty()) {
        complaints.accept(source + " holds no " + SUFFIX + " files");
      }
      return files;
    } catch (IOException | UncheckedIOException failure) {
      complaints.accept(source + " can't be listed: " + failure.getMessage());
      return List.of();
    }
  }

  private Optional<byte[]> bytes(Path file) {
    try {
      return Optional.of(Files.readAllBytes(file));
    } catch (IOException failure) {
      complaints.accept(
        Files.exists(file) ? file + " can't be read: " + failure.getMessage() : "There is no file " + file
      );
      return Optional.empty();
    }
  }

  private Optional<Transcript> read(String file, byte[] bytes) {
    String name = Path.of(file).getFileName().toString();
    try {
      Transcript transcript = reader.read(name, bytes);
      String twin = readAlready.putIfAbsent(transcript.fingerprint(), file);
      if (twin != null) {
        complaints.accept(file + " is the same as " + twin + "; it plays once");
        return Optional.empty();
      }
      return Optional.of(transcript);
    } catch (UnreadableTranscript unreadable) {
      complaints.accept(file + " can't be played: " + unreadable.getMessage());
      return Optional.empty();
    }
  }

  private static byte[] sampleBytes(String name) {
    try (InputStream sample = TranscriptFiles.class.getResourceAsStream("/demo/" + name)) {
      if (sample == null) {
        throw new IllegalStateException("The sample " + name + " is missing from the program");
      }
      return sample.readAllBytes();
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }
}
