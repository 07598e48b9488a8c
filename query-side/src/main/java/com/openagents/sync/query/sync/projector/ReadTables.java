package com.openagents.sync.query.sync.projector;

import com.openagents.sync.platform.database.Statements;
import com.openagents.sync.platform.database.Statements.Column;
import com.openagents.sync.query.platform.Model;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import org.springframework.dao.DataIntegrityViolationException;
import tools.jackson.databind.node.ObjectNode;

/** Writes rows, each statement for all rows of one kind. Columns come by name from the rows' JSON. */
final class ReadTables {

  private ReadTables() {}

  static void write(Model model, RowFold rows, Statements statements) {
    delete(model, rows.deletes(), statements);
    insert(model, rows.inserts(), statements);
    rows.updates().forEach((columns, changed) -> update(model, columns, changed, statements));
  }

  private static void delete(Model model, Set<UUID> ids, Statements statements) {
    if (!ids.isEmpty()) {
      statements.require(
        ids.size(),
        missing(model, ids.size()),
        "DELETE FROM read.%s WHERE id = ANY (?)".formatted(model.table()),
        new Column("uuid", List.copyOf(ids))
      );
    }
  }

  private static void insert(Model model, Collection<ObjectNode> rows, Statements statements) {
    if (!rows.isEmpty()) {
      String columns = String.join(", ", model.storedColumns());
      statements.add(
        """
        INSERT INTO read.%1$s (%2$s)
        SELECT %2$s FROM json_populate_recordset(NULL::read.%1$s, ?::json)
        """.formatted(model.table(), columns),
        array(rows)
      );
    }
  }

  private static void update(Model model, Set<String> columns, List<ObjectNode> rows, Statements statements) {
    if (!model.storedColumns().containsAll(columns)) {
      throw new DataIntegrityViolationException(model.name() + " lacks some of the columns " + columns);
    }
    String assignments = columns
      .stream()
      .map(column -> column + " = changed." + column)
      .collect(Collectors.joining(", "));
    statements.require(
      rows.size(),
      missing(model, rows.size()),
      """
      UPDATE read.%1$s AS present SET %2$s
      FROM json_populate_recordset(NULL::read.%1$s, ?::json) AS changed
      WHERE present.id = changed.id
      """.formatted(model.table(), assignments),
      array(rows)
    );
  }

  private static String array(Collection<ObjectNode> rows) {
    return rows
      .stream()
      .map(ObjectNode::toString)
      .collect(Collectors.joining(",", "[", "]"));
  }

  private static IntFunction<String> missing(Model model, int wanted) {
    return written -> "Of %d rows of %s only %d are there.".formatted(wanted, model.name(), written);
  }
}
