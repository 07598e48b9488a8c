package com.openagents.sync.standalone.proof.model;

/** How a subscription begins. */
enum Start {
  CURSOR,
  OLD_CURSOR,
  SOCKET_BOOTSTRAP,
  HTTP_BOOTSTRAP,
  COMPACTED,
  WRONG_EPOCH,
  AHEAD,
}
