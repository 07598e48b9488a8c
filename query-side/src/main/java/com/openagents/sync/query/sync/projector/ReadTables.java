package com.openagents.sync.query.sync.projector;

import com.openagents.sync.query.platform.Model;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;
import tools.jackson.databind.node.ObjectNode;

/** Writes rows, each statement for all rows of one kind. Columns come by name from the rows' JSON. */
@Component
class ReadTables {

  private final JdbcTemplate jdbc;

  ReadTables(JdbcTemplate jdbc) {
    this.jdbc = jdbc;
  }

  void write(Model model, RowFold rows) {
    delete(model, rows.deletes());
    insert(model, rows.inserts());
    rows.updates().forEach((columns, changed) -> update(model, columns, changed));
  }

  private void delete(Model model, Set<UUID> ids) {
    if (!ids.isEmpty()) {
      String sql = "DELETE FROM read.%s WHERE id = ANY (?)".formatted(model.table());
      requireAll(model, ids.size(), jdbc.update(sql, (Object) ids.toArray(UUID[]::new)));
    }
  }

  private void insert(Model model, Collection<ObjectNode> rows) {
    if (!rows.isEmpty()) {
      String columns = String.join(", ", model.storedColumns());
      jdbc.update(
        """
        INSERT INTO read.%1$s (%2$s)
        SELECT %2$s FROM json_populate_recordset(NULL::read.%1$s, ?::json)
        """.formatted(model.table(), columns),
        array(rows)
      );
    }
  }

  private void update(Model model, Set<String> columns, List<ObjectNode> rows) {
    if (!model.storedColumns().containsAll(columns)) {
      throw new DataIntegrityViolationException(model.name() + " lacks some of the columns " + columns);
    }
    String assignments = columns
      .stream()
      .map(column -> column + " = changed." + column)
      .collect(Collectors.joining(", "));
    int written = jdbc.update(
      """
      UPDATE read.%1$s AS present SET %2$s
      FROM json_populate_recordset(NULL::read.%1$s, ?::json) AS changed
      WHERE present.id = changed.id
      """.formatted(model.table(), assignments),
      array(rows)
    );
    requireAll(model, rows.size(), written);
  }

  private static String array(Collection<ObjectNode> rows) {
    return rows
      .stream()
      .map(ObjectNode::toString)
      .collect(Collectors.joining(",", "[", "]"));
  }

  private static void requireAll(Model model, int wanted, int written) {
    if (written != wanted) {
      throw new DataIntegrityViolationException(
        "Of %d rows of %s only %d are there.".formatted(wanted, model.name(), written)
      );
    }
  }
}
