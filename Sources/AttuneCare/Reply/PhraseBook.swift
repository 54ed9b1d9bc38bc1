import AttuneFiles

/// What to advise if an item is missing, and how it could be put: `Sources/AttuneCare/Reply/Books/phrases.yaml`.
///
/// In phrases, `{thing}` stands for what the customer names ("your second parcel"), `{record}` for the like that the company can
/// look up ("your booking"), `{person}` for a person they mention ("your father"), `{name}` for the customer's name, `{feeling}` for
/// how they feel ("worried") and `{mood}` for what the situation is like ("worrying"). A phrase is used only if the message fills
/// each of its slots.
public struct PhraseBook: Sendable {
  struct Entry: Sendable {
    var advice: String
    /// Of each channel, in order of `Channel.allCases`.
    var channels: [Wording]
    /// For customers who praise.
    var praise: Wording
    /// For grave situations, if they have their own.
    var grave: Wording?
    /// For single situations, by their names.
    var situations: [String: Wording]
  }

  enum Wording: Sendable {
    case nothingIsSuggested
    /// None where the advice stands alone; an empty one lets it stand alone where no other can be filled.
    case phrases([Phrase])
  }

  /// Text with slots, each behind a piece of text.
  struct Phrase: Sendable {
    enum Slot: String, CaseIterable, Sendable { case feeling, mood, thing, record, person, name }

    struct Slots: OptionSet, Sendable {
      let rawValue: UInt8
      init(rawValue: UInt8) { self.rawValue = rawValue }
      init(_ slot: Slot) {
        rawValue =
          switch slot {
          case .feeling: 1
          case .mood: 2
          case .thing: 4
          case .person: 8
          case .name: 16
          case .record: 32
          }
      }
    }

    private(set) var pieces: [(text: String, slot: Slot)] = []
    /// Those of its pieces.
    private(set) var slots: Slots = []
    private(set) var rest = ""
    /// Of its pieces.
    private(set) var count = 0

    init(_ text: String) {
      for part in text.split(separator: "{", omittingEmptySubsequences: false) {
        guard let close = part.firstIndex(of: "}"), let slot = Slot(rawValue: String(part[..<close])) else {
          rest += part
          continue
        }
        pieces.append((rest, slot))
        count += 1
        slots.insert(Slots(slot))
        rest = String(part[part.index(after: close)...])
      }
    }
  }

  struct Words: Sendable {
    var feeling: String
    var mood: String
  }

  /// In order of `RubricItem.allCases`.
  private var entries = [Entry?](repeating: nil, count: RubricItem.all.count)
  private var feelings = [Words?](repeating: nil, count: Feeling.allCases.count)
  /// Which advice is given; nil for all.
  var learned: AdviceRule?

  /// The phrase book that is part of the library.
  public static let standard: PhraseBook = {
    do {
      return try PhraseBook(yaml: attune_file_phrases().text)
    } catch {
      // The file is part of the program, and the tests read it.
      preconditionFailure("\(error)")
    }
  }()

  /// - Parameter yaml: the text of a phrase book.
  /// - Throws: `RubricError`, with the place in the file.
  public init(yaml: String) throws(RubricError) {
    let file = try YAMLDocument(yaml)
    try file.check(keys: ["feelings", "items", "learned"])
    if let learned = file["learned"] {
      self.learned = try AdviceRule.read(learned)
    }
    for entry in try file.required("feelings").entries() {
      try entry.value.check(keys: ["feeling", "mood"])
      guard let feeling = Feeling(rawValue: entry.key) else {
        throw .unknownKey(place: "feelings", key: entry.key, known: Feeling.allCases.map(\.rawValue))
      }
      feelings[feeling.index] = Words(
        feeling: try entry.value.required("feeling").text(), mood: try entry.value.required("mood").text())
    }
    let known = RubricItem.allCases.map(\.rawValue)
    for entry in try file.required("items").entries() {
      guard let item = RubricItem(rawValue: entry.key) else { throw .unknownItem(entry.key, known: known) }
      entries[item.index] = try Self.entry(entry.value)
    }
  }

  private static func entry(_ file: YAMLDocument) throws(RubricError) -> Entry {
    try file.check(keys: ["advice", "any", "praise", "grave", "situations"] + Channel.allCases.map(\.rawValue))
    let common = try file["any"]?.wording() ?? .phrases([])
    var situations: [String: Wording] = [:]
    for entry in try file["situations"]?.entries() ?? [] { situations[entry.key] = try entry.value.wording() }
    return Entry(
      advice: try file.required("advice").text(),
      channels: try Channel.allCases.map { channel throws(RubricError) in
        try file[channel.rawValue]?.wording() ?? common
      },
      praise: try file["praise"]?.wording() ?? .phrases([]), grave: try file["grave"]?.wording(),
      situations: situations)
  }

  /// What to do about an item, in general.
  package func advice(_ item: RubricItem) -> String? { entries[item.index]?.advice }

  /// What to do about an item; nil when the book has nothing for it that fits.
  func suggestion(
    _ item: RubricItem, _ findings: ReplyFindings, _ situation: Situations.Situation?
  ) -> ReplyAssessment.Suggestion? {
    guard let entry = entries[item.index],
      case .phrases(let phrases) = wording(entry, findings.customer, situation, findings.channel)
    else { return nil }
    let example = example(phrases, findings)
    if example == nil, !phrases.isEmpty { return nil }
    return .init(item: item, need: nil, advice: entry.advice, example: example?.isEmpty == true ? nil : example)
  }

  private func wording(
    _ entry: Entry, _ customer: CustomerMessage, _ situation: Situations.Situation?, _ channel: Channel
  ) -> Wording {
    if !entry.situations.isEmpty, let own = situation.flatMap({ entry.situations[$0.name] }) { return own }
    if customer.isPraiseOnly || situation?.isLikePraise == true { return entry.praise }
    let isGrave = (situation?.gravity ?? 0) > 2
    return isGrave ? entry.grave ?? entry.channels[channel.index] : entry.channels[channel.index]
  }

  /// What to do about a need of the situation.
  func suggestion(_ need: Situations.Need, _ findings: ReplyFindings) -> ReplyAssessment.Suggestion {
    .init(item: need.item, need: need.name, advice: need.advice, example: example(need.phrases, findings))
  }

  /// Of the phrases that can be filled those that say most about the message, one of them by the message's words.
  private func example(_ phrases: [Phrase], _ findings: ReplyFindings) -> String? {
    let known = known(findings)
    // By their places, so that no phrase is copied to look at it.
    func serves(_ phrase: Int) -> Bool { phrases[phrase].slots.isSubset(of: known) }
    var most = -1
    var count: UInt = 0
    for phrase in phrases.indices where phrases[phrase].count >= most && serves(phrase) {
      count = phrases[phrase].count > most ? 1 : count + 1
      most = phrases[phrase].count
    }
    guard count > 0 else { return nil }
    var left = findings.customer.variant.magnitude % count
    for phrase in phrases.indices where phrases[phrase].count == most && serves(phrase) {
      if left == 0 { return fill(phrases[phrase], findings) }
      left -= 1
    }
    return nil
  }

  /// The slots that the message has something for.
  private func known(_ findings: ReplyFindings) -> Phrase.Slots {
    var known: Phrase.Slots = []
    let customer = findings.customer
    // Only a feeling that is plainly shown is named, in grave situations none, and no bad one where all is well.
    if let feeling = customer.feeling, feelings[feeling.index] != nil, customer.feelingStrength > 1,
      customer.gravity < 3, feeling.isNegative == (customer.gravity > 0),
      !customer.isInquiry || feeling != .confusion
    {
      known.formUnion([Phrase.Slots(.feeling), Phrase.Slots(.mood)])
    }
    if findings.thing != nil { known.insert(Phrase.Slots(.thing)) }
    if findings.record != nil { known.insert(Phrase.Slots(.record)) }
    if findings.person != nil { known.insert(Phrase.Slots(.person)) }
    if findings.customerName != nil { known.insert(Phrase.Slots(.name)) }
    return known
  }

  private func filling(_ slot: Phrase.Slot, _ findings: ReplyFindings) -> String? {
    switch slot {
    case .feeling: findings.customer.feeling.flatMap { feelings[$0.index]?.feeling }
    case .mood: findings.customer.feeling.flatMap { feelings[$0.index]?.mood }
    case .thing: findings.thing
    case .record: findings.record
    case .person: findings.person
    case .name: findings.customerName
    }
  }

  private func fill(_ phrase: Phrase, _ findings: ReplyFindings) -> String {
    var out = ""
    out.reserveCapacity(160)
    for (text, slot) in phrase.pieces {
      out += text
      let filling = filling(slot, findings) ?? ""
      if out.isEmpty, let first = filling.first {
        out += first.uppercased() + filling.dropFirst()
      } else {
        out += filling
      }
    }
    out += phrase.rest
    return out
  }
}

extension YAMLDocument {
  /// Phrases, a line each, of which "-" is an empty one; or `no`.
  fileprivate func wording() throws(RubricError) -> PhraseBook.Wording {
    let lines = try lines()
    return lines == ["no"]
      ? .nothingIsSuggested : .phrases(lines.map { PhraseBook.Phrase($0 == "-" ? "" : $0) })
  }
}
