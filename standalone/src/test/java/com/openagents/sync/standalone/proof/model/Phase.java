package com.openagents.sync.standalone.proof.model;

/** Where a client's subscription stands, as far as the client knows. */
enum Phase {
  OFF,
  ASKED,
  LIVE,
  /** It has said farewell; what comes until that is answered was on its way. */
  LEAVING,
}
