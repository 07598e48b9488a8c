package com.openagents.sync.bench.load;

import java.util.ArrayList;
import java.util.List;

/** The bytes of a request in which only the write's number changes from one to the next. */
public final class Template {

  private final byte[] bytes;
  private final int[] places;

  private Template(byte[] bytes, int[] places) {
    this.bytes = bytes;
    this.places = places;
  }

  /** @param text with {@link Marker#NUMBER} wherever the number goes */
  public static Template of(String text) {
    List<Integer> places = new ArrayList<>();
    for (int at = text.indexOf(Marker.NUMBER); at >= 0; at = text.indexOf(Marker.NUMBER, at + 1)) {
      places.add(at);
    }
    return new Template(Marker.ascii(text), places.stream().mapToInt(Integer::intValue).toArray());
  }

  /** A {@code POST} over HTTP/1.1 with a body of JSON. */
  public static Template post(String path, String headers, String json) {
    return of(
      "POST %s HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n%sContent-Length: %d\r\n\r\n%s".formatted(
        path,
        headers,
        Marker.ascii(json).length,
        json
      )
    );
  }

  byte[] filled(long number) {
    byte[] copy = bytes.clone();
    for (int place : places) {
      Marker.write(number, copy, place);
    }
    return copy;
  }
}
