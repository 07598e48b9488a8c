package com.openagents.sync.gateway;

import com.openagents.sync.platform.access.Caller;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/**
 * What the subscriptions of one socket share. One page and one bootstrap part at a time: beside its queue a socket
 * holds no more than these in memory, however many subscriptions it has.
 *
 * @param caller who is behind the socket now
 * @param following threads at work for the socket
 */
record Lane(
  OutboundQueue queue,
  Supplier<Caller> caller,
  Semaphore page,
  Semaphore bootstrap,
  AtomicInteger following
) {
  Lane(OutboundQueue queue, Supplier<Caller> caller) {
    this(queue, caller, new Semaphore(1, true), new Semaphore(1, true), new AtomicInteger());
  }
}
