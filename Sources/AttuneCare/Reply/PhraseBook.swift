/// What to advise when an item is missing, and how it could be said: `Sources/AttuneCare/Reply/Books/phrases.yaml`.
///
/// In phrases `{feeling}` stands for how the customer feels ("worried"), `{situation}` for what it is like ("worrying"),
/// `{aspect}` for what it is about ("your delivery") and `{name}` for the customer's name.
public struct PhraseBook: Sendable {
  struct Entry: Sendable {
    var advice: String
    /// Phrases of each channel.
    var phrases: [Channel: [String]]
    /// Phrases for customers who praise.
    var praise: [String]
  }

  struct Words: Sendable {
    var feeling: String
    var situation: String
  }

  private(set) var entries: [RubricItem: Entry] = [:]
  private var feelings: [Feeling: Words] = [:]
  private var noFeeling = Words(feeling: "", situation: "")
  private var aspects: [String: String] = [:]
  private var noAspect = ""
  private var noName = ""

  /// The phrase book that is part of the library.
  public static let standard: PhraseBook = {
    do {
      return try PhraseBook(yaml: String(decoding: PackageResources.phrases_yaml, as: UTF8.self))
    } catch {
      // The file is part of the program, and the tests read it.
      preconditionFailure("\(error)")
    }
  }()

  /// - Parameter yaml: the text of a phrase book.
  /// - Throws: `RubricError`, with the place in the file.
  public init(yaml: String) throws(RubricError) {
    let file = try YAMLDocument(yaml)
    try file.check(keys: ["feelings", "aspects", "name", "items"])
    noName = try file.required("name").text()
    for entry in try file.required("feelings").entries() {
      try entry.value.check(keys: ["feeling", "situation"])
      let words = Words(
        feeling: try entry.value.required("feeling").text(), situation: try entry.value.required("situation").text())
      if entry.key == "none" {
        noFeeling = words
      } else if let feeling = Feeling(rawValue: entry.key) {
        feelings[feeling] = words
      } else {
        throw .unknownKey(place: "feelings", key: entry.key, known: Feeling.allCases.map(\.rawValue) + ["none"])
      }
    }
    for entry in try file.required("aspects").entries() {
      if entry.key == "none" { noAspect = try entry.value.text() } else { aspects[entry.key] = try entry.value.text() }
    }
    let known = RubricItem.allCases.map(\.rawValue)
    for entry in try file.required("items").entries() {
      guard let item = RubricItem(rawValue: entry.key) else { throw .unknownItem(entry.key, known: known) }
      try entry.value.check(keys: ["advice", "any", "praise"] + Channel.allCases.map(\.rawValue))
      let common = try entry.value["any"]?.lines() ?? []
      var phrases: [Channel: [String]] = [:]
      for channel in Channel.allCases {
        phrases[channel] = try entry.value[channel.rawValue]?.lines() ?? common
      }
      entries[item] = Entry(
        advice: try entry.value.required("advice").text(), phrases: phrases,
        praise: try entry.value["praise"]?.lines() ?? common)
    }
  }

  /// What to do about an item, in general.
  package func advice(_ item: RubricItem) -> String? { entries[item]?.advice }

  /// What to do about an item; nil when the book has nothing for it.
  func suggestion(
    _ item: RubricItem, _ findings: ReplyFindings, aspect: String?
  ) -> ReplyAssessment.Suggestion? {
    guard let entry = entries[item] else { return nil }
    let isPraise = findings.customer.isPraiseOnly
    let phrases = isPraise ? entry.praise : entry.phrases[findings.channel] ?? []
    guard !phrases.isEmpty else { return .init(item: item, advice: entry.advice, example: nil) }
    let words = findings.customer.feeling.flatMap { feelings[$0] } ?? noFeeling
    let variant = Int(findings.customer.variant.magnitude % UInt(phrases.count))
    return .init(
      item: item, advice: entry.advice,
      example: fill(
        phrases[variant], words, aspect.flatMap { aspects[$0] } ?? noAspect, findings.customerName ?? noName))
  }

  private func fill(_ phrase: String, _ words: Words, _ aspect: String, _ name: String) -> String {
    var out = ""
    out.reserveCapacity(phrase.utf8.count + 32)
    var rest = phrase.utf8[...]
    while let open = rest.firstIndex(of: UInt8(ascii: "{")), let close = rest[open...].firstIndex(of: UInt8(ascii: "}"))
    {
      out += Substring(rest[..<open])
      switch String(Substring(rest[rest.index(after: open)..<close])) {
      case "feeling": out += words.feeling
      case "situation": out += words.situation
      case "aspect": out += aspect
      case "name": out += name
      default: out += Substring(rest[open...close])
      }
      rest = rest[rest.index(after: close)...]
    }
    return out + Substring(rest)
  }
}
