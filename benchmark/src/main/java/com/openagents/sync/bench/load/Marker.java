package com.openagents.sync.bench.load;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.function.LongConsumer;

/**
 * What makes a write known again wherever it arrives: a run of one character, then the write's number. It is found
 * without parsing anything, by a look at every eighth byte.
 */
public final class Marker {

  static final int RUN = 8;
  static final int DIGITS = 16;
  /** Stands in templates where a write's number goes. */
  public static final String NUMBER = "#".repeat(DIGITS);
  public static final String TEXT = "@".repeat(RUN) + NUMBER;

  private Marker() {}

  /** A text of a length that holds the marker. */
  public static String content(int length) {
    char[] padding = new char[Math.max(0, length - TEXT.length())];
    Arrays.fill(padding, 'x');
    return TEXT + new String(padding);
  }

  static void find(byte[] bytes, int from, int to, LongConsumer numbers) {
    for (int i = from + RUN - 1; i < to; i += RUN) {
      if (bytes[i] == '@') {
        int end = i + 1;
        while (end < to && bytes[end] == '@') {
          end++;
        }
        int begin = i;
        while (begin > from && bytes[begin - 1] == '@') {
          begin--;
        }
        if (end - begin == RUN && end + DIGITS <= to) {
          numbers.accept(number(bytes, end));
          i = end + DIGITS - 1;
        }
      }
    }
  }

  static void write(long number, byte[] bytes, int at) {
    long left = number;
    for (int i = at + DIGITS - 1; i >= at; i--) {
      bytes[i] = (byte) ('0' + (left % 10));
      left /= 10;
    }
  }

  private static long number(byte[] bytes, int at) {
    long number = 0;
    for (int i = at; i < at + DIGITS; i++) {
      number = number * 10 + (bytes[i] - '0');
    }
    return number;
  }

  static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
