package com.openagents.sync.bench.load;

import java.net.InetSocketAddress;

/** Where one writes and others follow: something of its own for each measurement. */
public record Place(InetSocketAddress address, Template write, Following following) {}
