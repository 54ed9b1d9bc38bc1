import ArgumentParser
import AttuneReports

/// What figures are to reach: for report and compare.
struct TargetOptions: ParsableArguments {
  @Option(
    help: .value(
      "figure=value", "Target of a figure, such as csat=80, nps=20, urgent=10 or resolution=24h. May be repeated."))
  var target: [String] = []

  /// - Throws: a usage error that names the figures there are.
  func targets(_ metrics: [Metric]) throws -> [Target] {
    try target.map { text in
      guard let mark = text.lastIndex(of: "=") else {
        throw ValidationError("--target takes a figure and a value such as csat=80, not '\(text)'.")
      }
      let metric = try metrics.named(String(text[..<mark]), option: "--target")
      guard metric.better != nil else {
        throw ValidationError(
          "--target \(metric.key): say which end is better with --metric '\(metric.key):higher' or '\(metric.key):lower'."
        )
      }
      let value = String(text[text.index(after: mark)...])
      return Target(metric, value: try Self.value(value, of: metric))
    }
  }

  private static func value(_ text: String, of metric: Metric) throws -> Double {
    func number(_ text: String, in range: ClosedRange<Double>) throws -> Double {
      guard let value = Double(text), range.contains(value) else {
        throw ValidationError("--target: '\(text)' is not a value of \(metric.key).")
      }
      return value
    }
    switch metric.unit {
    case .percent:
      let isPercent = text.hasSuffix("%")
      return try number(isPercent ? String(text.dropLast()) : text, in: 0...100) / 100
    case .points: return try number(text, in: -100...100) / 100
    case .plain: return try number(text, in: -1e12...1e12)
    case .seconds, .days:
      do throws(FieldError) {
        let parser = DurationParser(clock: .hoursMinutes)
        if let seconds = try parser.parse(text) { return seconds }
      } catch {
        throw ValidationError("--target: '\(text)' is not a time such as 24h or 30min.")
      }
      throw ValidationError("--target: \(metric.key) needs a time.")
    }
  }
}

extension [Metric] {
  /// The figure with this key or name.
  /// - Throws: a usage error that names the figures there are.
  func named(_ name: String, option: String) throws -> Metric {
    let name = name.lowercased()
    guard let metric = first(where: { $0.key.lowercased() == name }) ?? first(where: { $0.name.lowercased() == name })
    else {
      throw ValidationError(
        "\(option): unknown figure '\(name)'; figures are \(map(\.key).joined(separator: ", ")).")
    }
    return metric
  }
}

extension GroupOrder {
  /// From "csat", "csat:lowest", "records" or "name".
  /// - Throws: a usage error that names the figures there are.
  init(_ text: String, _ metrics: [Metric]) throws {
    var (name, isAscending) = (text, text == "name")
    for (ending, ascends) in [(":lowest", true), (":highest", false)] where text.hasSuffix(ending) {
      (name, isAscending) = (String(text.dropLast(ending.count)), ascends)
    }
    switch name {
    case "records": self.init(.records, isAscending: isAscending)
    case "name": self.init(.name, isAscending: isAscending)
    default: self.init(.metric(try metrics.named(name, option: "--sort")), isAscending: isAscending)
    }
  }
}
