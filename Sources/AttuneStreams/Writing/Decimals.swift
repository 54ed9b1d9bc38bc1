/// Numbers with a fixed count of decimals, without Foundation.
package enum Decimals {
  package static func four(_ value: Double) -> String { format(value, 4) }
  package static func six(_ value: Double) -> String { format(value, 6) }
  package static func two(_ value: Double) -> String { format(value, 2) }
  /// Two decimals and a sign.
  package static func signed(_ value: Double) -> String { (value < 0 ? "" : "+") + format(value, 2) }

  /// Rounded half away from zero; no minus before zero.
  package static func format(_ value: Double, _ decimals: Int) -> String {
    guard value.isFinite else { return "null" }
    var unit = 1
    for _ in 0..<decimals { unit *= 10 }
    // Beyond that, decimals mean nothing.
    guard let steps = Int(exactly: (value.magnitude * Double(unit)).rounded()) else { return "\(value)" }
    let fraction = String(steps % unit)
    let padded = String(repeating: "0", count: decimals - fraction.count) + fraction
    return (value < 0 && steps > 0 ? "-" : "") + "\(steps / unit)" + (decimals > 0 ? ".\(padded)" : "")
  }
}
