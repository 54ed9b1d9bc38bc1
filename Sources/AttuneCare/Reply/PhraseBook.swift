/// What to advise when an item is missing, and how it could be said: `Sources/AttuneCare/Reply/Books/phrases.yaml`.
///
/// In phrases `{feeling}` stands for how the customer feels ("worried"), `{situation}` for what it is like ("worrying"),
/// `{aspect}` for what it is about ("your delivery") and `{name}` for the customer's name.
public struct PhraseBook: Sendable {
  struct Entry: Sendable {
    var advice: String
    /// Phrases of each channel, in order of `Channel.allCases`.
    var phrases: [[Phrase]]
    /// Phrases for customers who praise.
    var praise: [Phrase]
  }

  /// Text with slots, each behind a piece of text.
  struct Phrase: Sendable {
    enum Slot: String, Sendable { case feeling, situation, aspect, name }

    private(set) var pieces: [(text: String, slot: Slot)] = []
    private(set) var rest = ""

    init(_ text: String) {
      for part in text.split(separator: "{", omittingEmptySubsequences: false) {
        guard let close = part.firstIndex(of: "}"), let slot = Slot(rawValue: String(part[..<close])) else {
          rest += part
          continue
        }
        pieces.append((rest, slot))
        rest = String(part[part.index(after: close)...])
      }
    }
  }

  struct Words: Sendable {
    var feeling: String
    var situation: String
  }

  /// In order of `RubricItem.allCases`.
  private var entries = [Entry?](repeating: nil, count: RubricItem.all.count)
  private var feelings = [Words?](repeating: nil, count: Feeling.allCases.count)
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
        feelings[feeling.index] = words
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
      func phrases(_ key: String) throws(RubricError) -> [Phrase]? { try entry.value[key]?.lines().map(Phrase.init) }
      let common = try phrases("any") ?? []
      entries[item.index] = Entry(
        advice: try entry.value.required("advice").text(),
        phrases: try Channel.allCases.map { channel throws(RubricError) in try phrases(channel.rawValue) ?? common },
        praise: try phrases("praise") ?? common)
    }
  }

  /// What to do about an item, in general.
  package func advice(_ item: RubricItem) -> String? { entries[item.index]?.advice }

  /// What to do about an item; nil when the book has nothing for it.
  func suggestion(
    _ item: RubricItem, _ findings: ReplyFindings, aspect: String?
  ) -> ReplyAssessment.Suggestion? {
    guard let entry = entries[item.index] else { return nil }
    let isPraise = findings.customer.isPraiseOnly
    let phrases = isPraise ? entry.praise : entry.phrases[findings.channel.index]
    guard !phrases.isEmpty else { return .init(item: item, advice: entry.advice, example: nil) }
    let words = findings.customer.feeling.flatMap { feelings[$0.index] } ?? noFeeling
    let variant = Int(findings.customer.variant.magnitude % UInt(phrases.count))
    return .init(
      item: item, advice: entry.advice,
      example: fill(
        phrases[variant], words, aspect.flatMap { aspects[$0] } ?? noAspect, findings.customerName ?? noName))
  }

  private func fill(_ phrase: Phrase, _ words: Words, _ aspect: String, _ name: String) -> String {
    var out = ""
    out.reserveCapacity(160)
    for (text, slot) in phrase.pieces {
      out += text
      switch slot {
      case .feeling: out += words.feeling
      case .situation: out += words.situation
      case .aspect: out += aspect
      case .name: out += name
      }
    }
    out += phrase.rest
    return out
  }
}
