package com.openagents.sync.command.erasure;

import static com.openagents.sync.command.testing.AggregateFixture.CREATOR;
import static com.openagents.sync.command.testing.AggregateFixture.ID;
import static com.openagents.sync.command.testing.AggregateFixture.MEMBER;
import static com.openagents.sync.command.testing.AggregateFixture.ORG;
import static com.openagents.sync.command.testing.AggregateFixture.STRANGER;
import static com.openagents.sync.command.testing.AggregateFixture.UNKNOWN;

import com.openagents.sync.api.erasure.ErasureCommand.EraseSubject;
import com.openagents.sync.api.erasure.ErasureEvent.SubjectErased;
import com.openagents.sync.api.rejection.RejectionCode;
import com.openagents.sync.command.testing.AggregateFixture;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class ErasureTest {

  private static final String SUBJECT = "carol";
  private static final EraseSubject ERASE = new EraseSubject(ID, ORG, SUBJECT);
  private static final SubjectErased ERASED = new SubjectErased(ID, ORG, SUBJECT);

  @Test
  void memberErasesWhoWroteSomething() {
    subjects(true, true).when(MEMBER, ERASE).decided(ERASED);
  }

  @Test
  void whoWroteAgainIsErasedAgain() {
    subjects(true, true).given(ERASED).when(CREATOR, ERASE).decided(ERASED);
  }

  @Test
  void erasingNothingChangesNothing() {
    subjects(true, false).given(ERASED).when(CREATOR, ERASE).changedNothing();
  }

  @Test
  void unknownSubjectIsRefused() {
    subjects(false, false).when(MEMBER, ERASE).refused(RejectionCode.NOT_FOUND, "subject");
  }

  @Test
  void strangerIsRefused() {
    subjects(true, true).when(STRANGER, ERASE).refused(RejectionCode.FORBIDDEN);
  }

  @Test
  void unknownOrgIsRefused() {
    subjects(true, true)
      .when(MEMBER, new EraseSubject(ID, UNKNOWN, SUBJECT))
      .refused(RejectionCode.SCOPE_UNKNOWN);
  }

  private static AggregateFixture<Erasure> subjects(boolean known, boolean readable) {
    Subjects subjects = new Subjects() {
      @Override
      public boolean isKnown(UUID orgId, String subject) {
        return known;
      }

      @Override
      public boolean isReadable(UUID orgId, String subject) {
        return readable;
      }
    };
    return new AggregateFixture<>(Erasure.class, subjects);
  }
}
