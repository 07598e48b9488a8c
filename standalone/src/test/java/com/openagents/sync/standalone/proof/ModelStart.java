package com.openagents.sync.standalone.proof;

/** How a subscription begins. */
enum ModelStart {
  CURSOR,
  OLD_CURSOR,
  SOCKET_BOOTSTRAP,
  HTTP_BOOTSTRAP,
  COMPACTED,
  WRONG_EPOCH,
  AHEAD,
}
