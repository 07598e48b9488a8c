package com.openagents.sync.bench.result;

import com.openagents.sync.bench.result.Results.Measurement;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** A page that needs nothing but itself: the table, and a plot of each of its lines. */
record Page(Map<String, String> conditions, Map<String, String> contenders, Table table, Results results) {
  private static final String STYLE = """
  body { font: 15px/1.5 system-ui, sans-serif; margin: 2rem auto; max-width: 72rem; padding: 0 1rem; }
  table { border-collapse: collapse; width: 100%; } td, th { padding: .2rem .6rem; text-align: right; }
  td:first-child, td:nth-child(2), td:last-child { text-align: left; } tr:nth-child(even) { background: #8881; }
  figure { display: inline-block; margin: 1rem 2rem 1rem 0; } figcaption { font-weight: 600; }
  svg text { font: 12px system-ui, sans-serif; fill: currentColor; } .met { color: #187a3c; } .missed { color: #b3261e; }
  @media (prefers-color-scheme: dark) { body { background: #151515; color: #ddd; } }
  """;
  private static final List<String> COLOURS = List.of("#2563eb", "#6b7280", "#9ca3af", "#d97706", "#059669");
  private static final int BAR_HEIGHT = 18;
  private static final int BAR_STEP = 26;
  private static final int NAMES_WIDTH = 90;
  private static final int BARS_WIDTH = 260;
  private static final int WIDTH = 440;

  String html() {
    return """
    <!doctype html>
    <html lang="en"><head><meta charset="utf-8"><title>agentsync, measured</title><style>%s</style></head><body>
    <h1>agentsync and plain servers, side by side</h1>
    <p>%s</p><p>%s</p>
    <p>Bars are medians, dots single runs. Ratios in the last column are medians of pairs of one run.</p>
    <table>%s</table>
    %s
    </body></html>
    """.formatted(STYLE, list(conditions), list(contenders), lines(), plots());
  }

  private static String list(Map<String, String> entries) {
    return entries
      .entrySet()
      .stream()
      .map(entry -> "<b>%s</b>: %s".formatted(escaped(entry.getKey()), escaped(entry.getValue())))
      .collect(Collectors.joining("<br>"));
  }

  private String lines() {
    String head = table
      .contenders()
      .stream()
      .map(name -> "<th>" + escaped(name) + "</th>")
      .collect(Collectors.joining("", "<tr><th></th><th></th>", "<th>goal</th></tr>\n"));
    return head + table.rows().stream().map(this::line).collect(Collectors.joining("\n"));
  }

  private String line(Table.Row row) {
    String cells = table
      .contenders()
      .stream()
      .map(name -> row.medians().containsKey(name) ? Table.number(row.medians().get(name)) : "")
      .map(cell -> "<td>" + cell + "</td>")
      .collect(Collectors.joining());
    String verdicts = row
      .verdicts()
      .stream()
      .map(one -> "<span class=\"%s\">%s</span>".formatted(one.met() ? "met" : "missed", escaped(one.text())))
      .collect(Collectors.joining("<br>"));
    return "<tr><td>%s. %s</td><td>%s</td>%s<td>%s</td></tr>".formatted(
      row.workload(),
      escaped(row.trial()),
      escaped(row.value()),
      cells,
      verdicts
    );
  }

  private String plots() {
    return table.rows().stream().map(this::plot).collect(Collectors.joining("\n"));
  }

  private String plot(Table.Row row) {
    List<Measurement> measured = results.of(row.workload(), row.trial());
    double most = measured
      .stream()
      .mapToDouble(one -> one.values().getOrDefault(row.value(), 0.0))
      .max()
      .orElse(1);
    StringBuilder bars = new StringBuilder();
    int y = 0;
    for (Map.Entry<String, Double> median : row.medians().entrySet()) {
      bars.append(bar(y, median.getKey(), median.getValue(), most));
      for (Measurement one : measured) {
        if (one.contender().equals(median.getKey()) && one.values().containsKey(row.value())) {
          bars.append(dot(y, one.values().get(row.value()) / most));
        }
      }
      y += BAR_STEP;
    }
    return "<figure><figcaption>%s. %s, %s</figcaption><svg width=\"%d\" height=\"%d\">%s</svg></figure>".formatted(
      row.workload(),
      escaped(row.trial()),
      escaped(row.value()),
      WIDTH,
      y,
      bars
    );
  }

  private String bar(int y, String contender, double value, double most) {
    double width = (BARS_WIDTH * value) / most;
    return String.format(
      Locale.ROOT,
      "<text x=\"0\" y=\"%d\">%s</text><rect x=\"%d\" y=\"%d\" width=\"%.1f\" height=\"%d\" fill=\"%s\"/>" +
        "<text x=\"%.1f\" y=\"%d\">%s</text>",
      y + BAR_HEIGHT - 4,
      escaped(contender),
      NAMES_WIDTH,
      y,
      width,
      BAR_HEIGHT,
      COLOURS.get(Math.floorMod(table.contenders().indexOf(contender), COLOURS.size())),
      NAMES_WIDTH + BARS_WIDTH + 10.0,
      y + BAR_HEIGHT - 4,
      Table.number(value)
    );
  }

  private static String dot(int y, double share) {
    return String.format(
      Locale.ROOT,
      "<circle cx=\"%.1f\" cy=\"%d\" r=\"2.5\" fill=\"#111\" stroke=\"#fff\"/>",
      NAMES_WIDTH + BARS_WIDTH * share,
      y + BAR_HEIGHT / 2
    );
  }

  private static String escaped(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
  }
}
