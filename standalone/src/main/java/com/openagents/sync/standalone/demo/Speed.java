package com.openagents.sync.standalone.demo;

import java.time.Duration;

/** @param times how many times as fast as in life; infinite for as fast as it goes */
public record Speed(double times) {
  private static final double SLOWEST = 0.01;

  /** @throws IllegalArgumentException if it is neither a number above 0 nor {@code max} */
  public static Speed parse(String text) {
    double times = text.equals("max") ? Double.POSITIVE_INFINITY : Double.parseDouble(text);
    if (!(times >= SLOWEST)) {
      throw new IllegalArgumentException("Slower than " + SLOWEST);
    }
    return new Speed(times);
  }

  boolean isMax() {
    return Double.isInfinite(times);
  }

  Duration scale(Duration inLife) {
    return Duration.ofNanos((long) (inLife.toNanos() / times));
  }

  void pause(Duration inLife) throws InterruptedException {
    Duration pause = scale(inLife);
    if (pause.isPositive()) {
      Thread.sleep(pause);
    }
  }

  @Override
  public String toString() {
    return isMax() ? "as fast as it goes" : times == Math.rint(times) ? (long) times + "x" : times + "x";
  }
}
