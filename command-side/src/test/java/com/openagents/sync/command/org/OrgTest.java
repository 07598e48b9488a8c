package com.openagents.sync.command.org;

import static com.openagents.sync.command.testing.AggregateFixture.ID;
import static com.openagents.sync.command.testing.AggregateFixture.NOW;
import static com.openagents.sync.command.testing.AggregateFixture.STRANGER;

import com.openagents.sync.api.org.OrgCommand.CreateOrg;
import com.openagents.sync.api.org.OrgEvent.OrgCreated;
import com.openagents.sync.api.org.OrgRow;
import com.openagents.sync.api.rejection.RejectionCode;
import com.openagents.sync.command.testing.AggregateFixture;
import org.junit.jupiter.api.Test;

class OrgTest {

  private final AggregateFixture<Org> fixture = new AggregateFixture<>(Org.class);

  @Test
  void anyoneMayMakeAnOrgAndOwnsIt() {
    fixture
      .when(STRANGER, new CreateOrg(ID, "acme"))
      .decided(new OrgCreated(ID, "acme", "mallory"))
      .answered(new OrgRow(ID, "acme", "mallory", NOW, NOW));
  }

  @Test
  void spacesAroundTheNameAreDropped() {
    fixture
      .when(STRANGER, new CreateOrg(ID, "\u2003 acme inc\n"))
      .decided(new OrgCreated(ID, "acme inc", "mallory"));
  }

  @Test
  void longestNameIsTaken() {
    fixture
      .when(STRANGER, new CreateOrg(ID, "x".repeat(200)))
      .decided(new OrgCreated(ID, "x".repeat(200), "mallory"));
  }

  @Test
  void blankNameIsRefused() {
    fixture.when(STRANGER, new CreateOrg(ID, " \t\n")).refused(RejectionCode.TEXT_EMPTY, "name");
  }

  @Test
  void tooLongNameIsRefused() {
    fixture.when(STRANGER, new CreateOrg(ID, "x".repeat(201))).refused(RejectionCode.TEXT_TOO_LONG, "name");
  }
}
