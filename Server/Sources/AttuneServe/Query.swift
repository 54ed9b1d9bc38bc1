import Foundation
import Hummingbird
import HummingbirdCore

/// The options of a request, in the query of its address.
struct Query {
  private var values: [String: [String]] = [:]
  private let known: [String]

  /// - Parameter repeated: options that may be given several times.
  /// - Throws: `Problem` for an option that is not known, or is given twice.
  init(_ uri: URI, known: [String], repeated: Set<String> = []) throws(Problem) {
    self.known = known
    for (name, value) in uri.options {
      guard known.contains(name) else {
        throw .unknownOption(String(name.prefix(40)), known: known)
      }
      guard values[name] == nil || repeated.contains(name) else { throw .badOption(name, allowed: "one value") }
      values[name, default: []].append(value)
    }
  }

  func text(_ name: String) throws(Problem) -> String? { try texts(name).first }

  /// The values of an option that may be given several times, in their order.
  func texts(_ name: String) throws(Problem) -> [String] {
    let found = values[name] ?? []
    guard found.allSatisfy({ !$0.isEmpty && $0.utf8.count <= 200 }), found.count <= Self.mostValues else {
      throw .badOption(name, allowed: "1 to 200 bytes, at most \(Self.mostValues) times")
    }
    return found
  }

  private static let mostValues = 20

  func flag(_ name: String) throws(Problem) -> Bool { try optionalFlag(name) ?? false }

  func optionalFlag(_ name: String) throws(Problem) -> Bool? {
    switch values[name]?.first {
    case nil: return nil
    case "false": return false
    case "true": return true
    default: throw .badOption(name, allowed: "true or false")
    }
  }

  func number(_ name: String, in range: ClosedRange<Double>) throws(Problem) -> Double? {
    guard let value = values[name]?.first else { return nil }
    guard let number = Double(value), range.contains(number) else {
      throw .badOption(name, allowed: "a number from \(Int(range.lowerBound)) to \(Int(range.upperBound))")
    }
    return number
  }

  func integer(_ name: String, in range: ClosedRange<Int>) throws(Problem) -> Int? {
    guard let value = values[name]?.first else { return nil }
    guard let number = Int(value), range.contains(number) else {
      throw .badOption(name, allowed: "a whole number from \(range.lowerBound) to \(range.upperBound)")
    }
    return number
  }

  func choice(_ name: String, of names: [String]) throws(Problem) -> String? {
    guard let value = values[name]?.first else { return nil }
    guard names.contains(value) else { throw .badOption(name, allowed: names.joined(separator: " or ")) }
    return value
  }
}

extension URI {
  /// The options of the address, in their order, as forms write them: a plus sign is a blank.
  var options: [(name: String, value: String)] {
    (query ?? "").split(separator: "&").map { option in
      let parts = option.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      return (Self.decoded(parts[0]), parts.count > 1 ? Self.decoded(parts[1]) : "")
    }
  }

  private static func decoded(_ text: Substring) -> String {
    let text = String(text.map { $0 == "+" ? " " : $0 })
    return text.removingPercentEncoding ?? text
  }
}
