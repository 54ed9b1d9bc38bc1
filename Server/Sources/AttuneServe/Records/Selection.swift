@_spi(Server) import AttuneWorkflows

/// By what records are told apart, and counted.
enum Facet: String, CaseIterable, Sendable {
  case label, tone, aspect, language, channel, agent, month

  /// The role whose names it is; nil for what texts say.
  var name: RecordColumns.Name? {
    switch self {
    case .label, .tone, .aspect: nil
    case .language: .language
    case .channel: .channel
    case .agent: .agent
    case .month: .month
    }
  }

  /// How many values there may be, numbered from 0.
  func values(in columns: RecordColumns) -> Int {
    switch self {
    case .label: ReadRecord.labels.count
    case .tone: ReadRecord.tones.count
    case .aspect: columns.aspectNames.count
    case .language, .channel, .agent, .month: columns.names[name!.rawValue].names.count
    }
  }

  func title(of value: Int, in columns: RecordColumns) -> String {
    switch self {
    case .label: ReadRecord.labels[value]
    case .tone: ReadRecord.tones[value]
    case .aspect: columns.aspectNames[value]
    case .language, .channel, .agent, .month: columns.names[name!.rawValue].names[value]
    }
  }

  func value(of title: String, in columns: RecordColumns) -> Int? {
    switch self {
    case .label: ReadRecord.labels.firstIndex(of: title)
    case .tone: ReadRecord.tones.firstIndex(of: title)
    case .aspect: columns.aspectNames.firstIndex(of: title)
    case .language, .channel, .agent, .month: columns.names[name!.rawValue].code(of: title).map(Int.init)
    }
  }
}

/// Which records are wanted: those that have one of the values of each facet that is named, and all of the words.
struct Selection: Hashable, Sendable {
  var values: [Facet: Set<String>] = [:]
  /// As a person types them: words, "words in a row", word*, and a minus sign before what texts must not have.
  var words = ""

  var search: Search { Search(words) }
}

/// Words that texts must have and must not have, as expressions of FTS5. Whatever is typed becomes strings of FTS5, so that
/// nothing in it is an operator.
struct Search: Hashable, Sendable {
  /// All of it is in a text that is found; nil for nothing.
  private(set) var wanted: String?
  /// None of it is; nil for nothing.
  private(set) var unwanted: String?
  /// What has neither letters nor digits, which the index knows nothing of.
  private(set) var ignored: [String] = []

  var isEmpty: Bool { wanted == nil && unwanted == nil }

  init(_ typed: String) {
    var wanted: [String] = []
    var unwanted: [String] = []
    var rest = typed[...].drop(while: \.isWhitespace)
    while !rest.isEmpty {
      let isUnwanted = rest.first == "-"
      let term = rest.drop { $0 == "-" }
      let isPhrase = term.first == "\""
      let words = isPhrase ? term.dropFirst().prefix { $0 != "\"" } : term.prefix { !$0.isWhitespace && $0 != "\"" }
      let whole = rest[..<words.endIndex]
      rest = rest[words.endIndex...].dropFirst(isPhrase ? 1 : 0).drop(while: \.isWhitespace)
      guard words.unicodeScalars.contains(where: { $0.properties.isAlphabetic || $0.properties.numericType != nil })
      else {
        ignored.append(String(whole))
        continue
      }
      let isPrefix = !isPhrase && words.hasSuffix("*")
      // A prefix ends in its letters.
      let match = "\"\(words.filter { $0 != "\0" && !(isPrefix && $0 == "*") })\"\(isPrefix ? "*" : "")"
      if isUnwanted { unwanted.append(match) } else { wanted.append(match) }
    }
    if !wanted.isEmpty { self.wanted = wanted.joined(separator: " AND ") }
    if !unwanted.isEmpty { self.unwanted = unwanted.joined(separator: " OR ") }
  }
}

/// Why records are not among those that are wanted: a bit for each facet of which they have no wanted value. A record with
/// one bit still counts in the values of that facet, among which a person may choose others.
struct Misses {
  private(set) var bits: [UInt8]
  /// The bit of records that are never counted: without the words, of others than customers, or removed.
  private static let never: UInt8 = 0x80

  /// - Parameter found: whether each record has the words; nil where there are none.
  /// - Complexity: O(records × facets that are named)
  init(_ selection: Selection, _ columns: RecordColumns, found: [Bool]?) {
    let count = columns.count
    bits = [UInt8](repeating: 0, count: count)
    if columns.present < count {
      for record in 0..<count where !columns.states[record].isDisjoint(with: [.removed, .ofOthers]) {
        bits[record] = Self.never
      }
    }
    if let found { for record in 0..<count where record >= found.count || !found[record] { bits[record] = Self.never } }
    for (number, facet) in Facet.allCases.enumerated() {
      guard let titles = selection.values[facet], !titles.isEmpty else { continue }
      var isWanted = [Bool](repeating: false, count: facet.values(in: columns))
      for title in titles { if let value = facet.value(of: title, in: columns) { isWanted[value] = true } }
      let bit = UInt8(1) << number
      switch facet {
      case .label:
        for record in 0..<count where !isWanted[Int(columns.labels[record])] { bits[record] |= bit }
      case .tone:
        let mask = isWanted.indices.reduce(UInt16(0)) { isWanted[$1] ? $0 | 1 << UInt16($1) : $0 }
        for record in 0..<count where columns.tones[record] & mask == 0 { bits[record] |= bit }
      case .aspect:
        for record in 0..<count where !columns.aspects(of: record).contains(where: { isWanted[$0.aspect] }) {
          bits[record] |= bit
        }
      case .language, .channel, .agent, .month:
        let codes = columns.names[facet.name!.rawValue].codes
        for record in 0..<count where !isWanted[Int(codes[record])] { bits[record] |= bit }
      }
    }
  }

  func isWanted(_ record: Int) -> Bool { bits[record] == 0 }

  /// Whether a record counts in the values of a facet.
  func counts(_ record: Int, in facet: Int) -> Bool { bits[record] & ~(1 << UInt8(facet)) == 0 }
}
