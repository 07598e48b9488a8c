package com.openagents.sync.api.rebuild;

import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What a run found and did.
 *
 * @param position index of the last event that was compared with
 * @param rowsDiffering those that people see otherwise than the events say
 * @param rowsDifferingUnseen those that differ only in what nobody sees, such as who wrote a text
 * @param scopesDiffering scopes that are missing or have another owner than the events say
 * @param syncEvents how many told subscribers of it
 * @param resync why subscribers start over instead; null if they do not
 * @param lockedMilliseconds so long the projector waited
 * @param orgsLeft orgs whose rows stay as they are, since their events can't be read or contradict each other
 */
public record RebuildReport(
  long position,
  List<ComparedModel> models,
  long rowsCompared,
  long rowsDiffering,
  long rowsDifferingUnseen,
  long scopesDiffering,
  long syncEvents,
  @Nullable String resync,
  long lockedMilliseconds,
  List<OrgLeft> orgsLeft,
  List<DifferingRow> examples
) {
  /**
   * @param changed rows that have other values
   * @param missing rows that the events make, and that are not there
   * @param extra rows that no event makes
   */
  public record ComparedModel(String model, long rows, long changed, long missing, long extra) {}

  public record OrgLeft(UUID orgId, String reason) {}

  public record DifferingRow(
    String model,
    UUID id,
    Difference difference,
    Map<String, DifferingValues> columns
  ) {}

  public enum Difference {
    CHANGED,
    MISSING,
    EXTRA,
  }

  /** What stands there and what should, as text; of what people wrote only how long it is. */
  public record DifferingValues(@Nullable String is, @Nullable String shouldBe) {}
}
