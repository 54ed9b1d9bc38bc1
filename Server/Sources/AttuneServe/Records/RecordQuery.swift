@_spi(Server) import AttuneWorkflows
import HummingbirdCore

/// A question about the records, as the address of a request has it.
struct RecordQuery: Sendable {
  var selection = Selection()
  var ranking = Ranking.urgent
  /// Of the queue.
  var states: Set<TicketState> = [.waiting]
  /// The first record that is shown, from 0, and how many.
  var from = 0
  var count = 50
  /// The address says which records are shown.
  var isBounded = false
  /// How many values of a facet are shown.
  var values = 12
  /// The records themselves are wanted, not their figures.
  var wantsTexts = false

  static let names = Facet.allCases.map(\.rawValue) + ["q", "sort", "from", "count", "values", "show"]
  private static let longestWords = 1000
  private static let longestName = 1000

  /// The first tickets of all.
  init(count: Int, states: Set<TicketState>) { (self.count, self.states) = (count, states) }

  /// - Parameter isQueue: tickets are asked for, which have a state.
  /// - Throws: `Problem` for what is not known, and for values that nothing can have.
  init(_ uri: URI, isQueue: Bool = false) throws(Problem) {
    let names = Self.names + (isQueue ? [TicketState.option] : [])
    var single: [String: String] = [:]
    for (name, value) in uri.options {
      if let facet = Facet(rawValue: name) {
        guard value.utf8.count <= Self.longestName else {
          throw .badOption(name, allowed: "at most \(Self.longestName) bytes")
        }
        // An empty one is of a form in which nothing was chosen.
        if !value.isEmpty { selection.values[facet, default: []].insert(value) }
        continue
      }
      guard names.contains(name) else { throw .unknownOption(String(name.prefix(40)), known: names) }
      guard single.updateValue(value, forKey: name) == nil else { throw .badOption(name, allowed: "one value") }
    }
    selection.words = single["q"] ?? ""
    guard selection.words.utf8.count <= Self.longestWords else {
      throw .badOption("q", allowed: "at most \(Self.longestWords) bytes")
    }
    if let sort = single["sort"], !sort.isEmpty {
      guard let ranking = Ranking(rawValue: sort) else {
        throw .badOption("sort", allowed: Ranking.allCases.map(\.rawValue).joined(separator: " or "))
      }
      self.ranking = ranking
    }
    if let state = single[TicketState.option] {
      guard TicketState.choices.contains(state) else {
        throw .badOption(TicketState.option, allowed: TicketState.choices.joined(separator: " or "))
      }
      states = TicketState.chosen(state)
    }
    if let show = single["show"] {
      guard show == "texts" || show == "figures" else { throw .badOption("show", allowed: "texts or figures") }
      wantsTexts = show == "texts"
    }
    isBounded = single["from"] != nil || single["count"] != nil
    from = try Self.number("from", in: single, 0...100_000) ?? from
    count = try Self.number("count", in: single, 1...1000) ?? count
    values = try Self.number("values", in: single, 1...10_000) ?? values
  }

  private static func number(
    _ name: String, in values: [String: String], _ range: ClosedRange<Int>
  ) throws(Problem) -> Int? {
    guard let value = values[name] else { return nil }
    guard let number = Int(value), range.contains(number) else {
      throw .badOption(name, allowed: "a whole number from \(range.lowerBound) to \(range.upperBound)")
    }
    return number
  }
}
