package com.openagents.sync.gateway;

import com.openagents.sync.platform.synclog.LoggedEvent;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.springframework.stereotype.Component;

/** Who is live on which scope. Each scope has a lock: batches pass and subscriptions join under it. */
@Component
class ScopeChannels {

  private final Map<String, Channel> channels = new ConcurrentHashMap<>();
  private final ServerFrames frames;

  ScopeChannels(ServerFrames frames) {
    this.frames = frames;
  }

  private static final class Channel {

    private final Set<Subscription> live = new LinkedHashSet<>();
    private boolean retired;
  }

  /**
   * Lets a subscription go live if it has caught up.
   *
   * @param standing asked under the scope's lock
   */
  boolean join(Subscription subscription, Supplier<Standing> standing) {
    String scope = subscription.scope().toString();
    while (true) {
      Channel channel = channels.computeIfAbsent(scope, _ -> new Channel());
      synchronized (channel) {
        if (channel.retired) {
          continue;
        }
        try {
          boolean joined = subscription.goLive(standing.get(), frames);
          if (joined) {
            channel.live.add(subscription);
          }
          return joined;
        } finally {
          retireIfEmpty(scope, channel);
        }
      }
    }
  }

  void leave(Subscription subscription) {
    subscription.leave();
    String scope = subscription.scope().toString();
    Channel channel = channels.get(scope);
    if (channel != null) {
      synchronized (channel) {
        channel.live.remove(subscription);
        retireIfEmpty(scope, channel);
      }
    }
  }

  /**
   * Hands new events to all who are live on their scopes.
   *
   * @param events those of all scopes in (after, through]
   * @return the subscriptions that had no room and must catch up
   */
  List<Subscription> deliver(List<LoggedEvent> events, long after, long through) {
    Map<String, List<LoggedEvent>> byScope = new LinkedHashMap<>();
    for (LoggedEvent event : events) {
      if (channels.containsKey(event.scope())) {
        byScope.computeIfAbsent(event.scope(), _ -> new ArrayList<>()).add(event);
      }
    }
    List<Subscription> fallen = new ArrayList<>();
    byScope.forEach((scope, ofScope) ->
      deliver(new ScopeBatch(scope, ofScope, after, through, frames), scope, fallen)
    );
    return fallen;
  }

  /** Takes all out of the live stream, to look at the log again. */
  List<Subscription> clear(long position) {
    List<Subscription> fallen = new ArrayList<>();
    channels.forEach((scope, channel) -> {
      synchronized (channel) {
        channel.live.forEach(subscription -> subscription.fallBack(position));
        fallen.addAll(channel.live);
        channel.live.clear();
        retireIfEmpty(scope, channel);
      }
    });
    return fallen;
  }

  private void deliver(ScopeBatch batch, String scope, List<Subscription> fallen) {
    Channel channel = channels.get(scope);
    if (channel == null) {
      return;
    }
    synchronized (channel) {
      channel.live.removeIf(subscription -> {
        boolean live = subscription.take(batch);
        if (!live) {
          fallen.add(subscription);
        }
        return !live;
      });
      retireIfEmpty(scope, channel);
    }
  }

  private void retireIfEmpty(String scope, Channel channel) {
    if (channel.live.isEmpty()) {
      channel.retired = true;
      channels.remove(scope, channel);
    }
  }
}
