package com.openagents.sync.bench.contender;

import com.sun.management.ThreadMXBean;
import com.sun.tools.attach.AttachNotSupportedException;
import com.sun.tools.attach.VirtualMachine;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryMXBean;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import javax.management.MBeanServerConnection;
import javax.management.remote.JMXConnector;
import javax.management.remote.JMXConnectorFactory;
import javax.management.remote.JMXServiceURL;

/** Looks into another JVM on this machine. */
public final class JvmProbe implements AutoCloseable {

  private static final long KIBIBYTE = 1024;

  private final ProcessHandle process;
  private final JMXConnector connector;
  private final ThreadMXBean threads;
  private final MemoryMXBean memory;

  @SuppressWarnings("BanJNDI") // the address is that of a process on this machine, and from itself
  public JvmProbe(ProcessHandle process) throws IOException {
    this.process = process;
    try {
      VirtualMachine machine = VirtualMachine.attach(Long.toString(process.pid()));
      connector = JMXConnectorFactory.connect(new JMXServiceURL(machine.startLocalManagementAgent()));
      machine.detach();
    } catch (AttachNotSupportedException failure) {
      throw new IOException(failure);
    }
    MBeanServerConnection beans = connector.getMBeanServerConnection();
    threads = ManagementFactory.newPlatformMXBeanProxy(
      beans,
      ManagementFactory.THREAD_MXBEAN_NAME,
      ThreadMXBean.class
    );
    memory = ManagementFactory.newPlatformMXBeanProxy(
      beans,
      ManagementFactory.MEMORY_MXBEAN_NAME,
      MemoryMXBean.class
    );
  }

  /** By all its threads since it began. */
  public long allocatedBytes() {
    return threads.getTotalThreadAllocatedBytes();
  }

  /** Of its heap, after a collection. */
  public long liveBytes() {
    memory.gc();
    return memory.getHeapMemoryUsage().getUsed();
  }

  /** What it has of the machine's memory; 0 where the system does not show it. */
  public long residentBytes() throws IOException {
    return residentBytes(process);
  }

  static long residentBytes(ProcessHandle process) throws IOException {
    Path status = Path.of("/proc", Long.toString(process.pid()), "status");
    if (!Files.exists(status)) {
      return 0;
    }
    try (Stream<String> lines = Files.lines(status)) {
      return lines
        .filter(line -> line.startsWith("VmRSS:"))
        .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) * KIBIBYTE)
        .sum();
    }
  }

  @Override
  public void close() throws IOException {
    connector.close();
  }
}
