package com.openagents.sync.gateway;

import java.net.URI;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The limits of this part.
 *
 * @param querySideUrl where bootstraps come from; this app's own port when it is not given
 * @param writerThreadsMax that write to the sockets, no more than there are processors
 * @param connectionBufferBytes the container's for reading and for writing, of each connection over HTTP too
 * @param outboundQueueBytesMax of frames that wait for one socket; past it the socket's subscriptions leave the live
 *     stream and catch up from the log once the queue is down to a half
 * @param inboundFrameBytesMax of one frame from a client; a larger one closes the socket (1009)
 * @param subscriptionsPerSocketMax past it a subscription is refused
 * @param pageEventsMax events that one read of the log brings
 * @param pageBytesMax what such a read and the frame made of it aim to stay under; one event may be larger
 * @param bootstrapPartBytesMax of the rows in one bootstrap frame; one row may be larger
 * @param bootstrapsAtOnceMax over all sockets; fewer than the query side gives, so that calls over HTTP get theirs
 * @param bootstrapWithin what a socket may take for one bootstrap, which is shorter than the query side gives a stream
 * @param bootstrapStalledAtMost how long the query side may keep one part waiting
 * @param recentEventsBytesMax of events kept in memory, so that short catch-ups don't reach the database
 * @param recentEventsAtStartMax of them that are read when the gateway starts
 * @param catchUpReadersMax catch-ups that read the database at once
 * @param tailPollEvery how often the tail looks without being woken
 * @param blindAtMost a node that could not read the log for so long sends its clients to the others
 * @param knownScopesMax scopes whose newest event the tail remembers to check that none is missing
 * @param pingEvery how often a socket that gives no sign of life is asked for one
 * @param silentAtMost without a sign of life for so long a socket is closed
 * @param sendStalledAtMost when a send has not moved for so long the socket is closed (4408)
 * @param closeWithin how long a closing socket may take to hear of it
 * @param reconnectsPerSecondMax of a node that stops its clients come back to the others no faster than this
 * @param reconnectSpreadAtMost nor later than this, however many there are
 */
@ConfigurationProperties("agentsync.gateway")
record GatewaySettings(
  @Nullable URI querySideUrl,
  @DefaultValue("4") int writerThreadsMax,
  @DefaultValue("2048") int connectionBufferBytes,
  @DefaultValue("1048576") int outboundQueueBytesMax,
  @DefaultValue("65536") int inboundFrameBytesMax,
  @DefaultValue("100") int subscriptionsPerSocketMax,
  @DefaultValue("500") int pageEventsMax,
  @DefaultValue("262144") int pageBytesMax,
  @DefaultValue("262144") int bootstrapPartBytesMax,
  @DefaultValue("4") int bootstrapsAtOnceMax,
  @DefaultValue("50s") Duration bootstrapWithin,
  @DefaultValue("30s") Duration bootstrapStalledAtMost,
  @DefaultValue("33554432") long recentEventsBytesMax,
  @DefaultValue("5000") int recentEventsAtStartMax,
  @DefaultValue("4") int catchUpReadersMax,
  @DefaultValue("1s") Duration tailPollEvery,
  @DefaultValue("5s") Duration blindAtMost,
  @DefaultValue("100000") int knownScopesMax,
  @DefaultValue("30s") Duration pingEvery,
  @DefaultValue("60s") Duration silentAtMost,
  @DefaultValue("30s") Duration sendStalledAtMost,
  @DefaultValue("5s") Duration closeWithin,
  @DefaultValue("500") int reconnectsPerSecondMax,
  @DefaultValue("10s") Duration reconnectSpreadAtMost
) {}
