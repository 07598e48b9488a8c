package com.openagents.sync.standalone.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.openagents.sync.platform.testing.TestDatabase;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.awaitility.Awaitility;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Looks for texts wherever they could be left. */
record Disclosure(TestDatabase database) {
  private static final String TABLES = """
  SELECT format('%I.%I', schemaname, tablename) FROM pg_tables
  WHERE schemaname NOT IN ('pg_catalog', 'information_schema') OR tablename = 'pg_statistic'
  """;

  /** Has the database keep samples of what is in its tables, as it does now and then by itself. */
  void analyze() {
    jdbc().sql("ANALYZE").update();
  }

  /** All tables, as an export would write them. */
  Map<String, String> tables() {
    Map<String, String> contents = new TreeMap<>();
    for (String table : texts(TABLES)) {
      contents.put(
        table,
        String.join(
          "\n",
          texts(
            table.endsWith("domain_events")
              ? "SELECT convert_from(payload, 'UTF8') || convert_from(metadata, 'UTF8') FROM " + table
              : "SELECT whole::text FROM " + table + " AS whole"
          )
        )
      );
    }
    return contents;
  }

  void requireNothing(Writings erased, Map<String, String> places) {
    places.forEach((place, content) -> {
      for (String word : erased.all()) {
        assertThat(content.contains(word)).as("%s holds %s", place, word).isFalse();
      }
    });
  }

  void requireAll(List<String> words, String place) {
    assertThat(words).isNotEmpty().allMatch(place::contains);
  }

  boolean filesCanBeSeen() {
    return Files.isDirectory(dataDirectory());
  }

  /** Which files of the database hold some of it, but for the write-ahead log. */
  List<String> filesWith(Writings writings) {
    jdbc().sql("CHECKPOINT").update();
    Path directory = dataDirectory();
    String own = jdbc()
      .sql("SELECT oid::text FROM pg_database WHERE datname = current_database()")
      .query(String.class)
      .single();
    List<String> found = new ArrayList<>();
    try {
      Files.walkFileTree(
        directory,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            Path name = directory.relativize(file);
            boolean isOthers = name.startsWith("base") && !name.startsWith(Path.of("base", own));
            if (!name.startsWith("pg_wal") && !isOthers && holdsAny(file, writings.all())) {
              found.add(name.toString());
            }
            return FileVisitResult.CONTINUE;
          }

          // The database makes and removes files meanwhile.
          @Override
          public FileVisitResult visitFileFailed(Path file, IOException gone) {
            return FileVisitResult.CONTINUE;
          }
        }
      );
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
    return found;
  }

  void awaitKeysGone(Duration atMost) {
    Awaitility.await()
      .atMost(atMost)
      .until(() ->
        jdbc()
          .sql(
            "SELECT NOT EXISTS (SELECT FROM event_store.subject_keys WHERE destroyed_at IS NOT NULL AND gone_at IS NULL)"
          )
          .query(Boolean.class)
          .single()
      );
  }

  private static boolean holdsAny(Path file, List<String> words) {
    try {
      String content = new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
      return words.stream().anyMatch(content::contains);
    } catch (IOException gone) {
      return false;
    }
  }

  private Path dataDirectory() {
    return Path.of(jdbc().sql("SHOW data_directory").query(String.class).single());
  }

  private JdbcClient jdbc() {
    return JdbcClient.create(database.dataSource());
  }

  private List<String> texts(String query) {
    return jdbc()
      .sql(query)
      .query((row, _) -> row.getString(1))
      .list();
  }
}
