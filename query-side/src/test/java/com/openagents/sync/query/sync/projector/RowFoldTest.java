package com.openagents.sync.query.sync.projector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

class RowFoldTest {

  private static final JsonMapper JSON = JsonMapper.shared();
  private static final UUID ID = UUID.randomUUID();

  private final RowFold fold = new RowFold();

  @Test
  void updatesOfANewRowAreOneInsert() {
    fold.insert(ID, object("{\"name\":\"a\",\"status\":\"active\"}"));
    fold.update(ID, object("{\"name\":\"b\"}"));

    assertThat(fold.inserts()).containsExactly(object("{\"name\":\"b\",\"status\":\"active\"}"));
    assertThat(fold.updates()).isEmpty();
  }

  @Test
  void updatesOfARowAreOneUpdateOfAllTheirColumns() {
    fold.update(ID, object("{\"name\":\"a\"}"));
    fold.update(ID, object("{\"status\":\"retired\"}"));
    fold.update(ID, object("{\"name\":\"b\"}"));

    assertThat(fold.updates()).containsOnlyKeys(Set.of("name", "status"));
    assertThat(fold.updates().values()).containsExactly(
      List.of(object("{\"name\":\"b\",\"status\":\"retired\",\"id\":\"" + ID + "\"}"))
    );
  }

  @Test
  void aRowThatCameAndWentLeavesNothingToWrite() {
    fold.insert(ID, object("{}"));
    fold.delete(ID);

    assertThat(fold.inserts()).isEmpty();
    assertThat(fold.deletes()).isEmpty();
  }

  @Test
  void aDeleteOvertakesTheUpdatesBeforeIt() {
    fold.update(ID, object("{\"name\":\"a\"}"));
    fold.delete(ID);

    assertThat(fold.updates()).isEmpty();
    assertThat(fold.deletes()).containsExactly(ID);
  }

  @Test
  void whatContradictsItselfIsRefused() {
    fold.delete(ID);

    assertThatIllegalStateException().isThrownBy(() -> fold.delete(ID));
    assertThatIllegalStateException().isThrownBy(() -> fold.update(ID, object("{}")));
    fold.insert(ID, object("{}"));
    assertThatIllegalStateException().isThrownBy(() -> fold.insert(ID, object("{}")));
  }

  private static ObjectNode object(String text) {
    return (ObjectNode) JSON.readTree(text);
  }
}
