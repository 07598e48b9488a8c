package com.openagents.sync.bench.result;

import com.openagents.sync.bench.workload.Trial;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * Tells what was measured.
 *
 * @param contenders what each is made of
 */
public record Report(
  Map<String, String> conditions,
  Map<String, String> contenders,
  List<Trial> trials,
  Results results
) {
  private static final String BEGIN = "<!-- ./bench --write-docs writes from here -->\n";
  private static final String END = "<!-- to here -->\n";

  /** @return the page */
  public Path write(Path folder) throws IOException {
    Files.createDirectories(folder);
    Table table = Table.of(trials, results);
    Map<String, Object> all = Map.of(
      "conditions",
      conditions,
      "contenders",
      contenders,
      "measurements",
      results.all(),
      "medians",
      table.rows()
    );
    JsonMapper json = JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();
    Files.write(folder.resolve("bench.json"), json.writeValueAsBytes(all));
    Path page = folder.resolve("bench.html");
    Files.writeString(page, new Page(conditions, contenders, table, results).html());
    return page;
  }

  public String text() {
    return Table.of(trials, results).markdown();
  }

  /** Replaces what is between the two marks. */
  public void writeInto(Path document) throws IOException {
    String text = Files.readString(document);
    int begin = text.indexOf(BEGIN) + BEGIN.length();
    int end = text.indexOf(END);
    if (end < begin) {
      throw new IOException("%s has no place for the table".formatted(document));
    }
    Files.writeString(document, text.substring(0, begin) + "\n" + section() + "\n" + text.substring(end));
  }

  private String section() {
    return "%s%n%n%s".formatted(list(conditions) + "\n" + list(contenders), text());
  }

  private static String list(Map<String, String> entries) {
    return entries
      .entrySet()
      .stream()
      .map(entry -> "- %s: %s".formatted(entry.getKey(), entry.getValue()))
      .collect(Collectors.joining("\n"));
  }
}
