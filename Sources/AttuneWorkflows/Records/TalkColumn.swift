import AttuneCare
import AttuneStreams

/// Whether a column holds whole conversations, each in one text, and which speakers in them are the customers: told by the first
/// texts.
///
/// Whose turns count is told for each text: those of speakers called "Visitor" or "Customer"; where there are none, those of all
/// but "Agent", "Support" and the like; and where no speaker is called by a role, those of people who are in few of the texts,
/// beside one who is in many, as agents are.
package struct TalkColumn: Sendable {
  /// Texts that were looked at.
  package private(set) var texts = 0
  /// Those of them that are conversations.
  package private(set) var talks = 0
  /// Those in which both sides are called by their roles.
  private var roleTalks = 0
  /// Those in which a side is called by its role.
  private var namedTalks = 0
  /// Those that no form looks like: speakers come back, or have times.
  private var surelyTalks = 0
  /// Of speakers that are called by no role: conversations in which they are.
  private var speakers: [String: Int] = [:]
  /// Conversations in which nobody is called by a role, with their speakers: the first ones.
  private var nameless: [Set<String>] = []

  /// Conversations, and their share, from which on a column is one of them.
  private static let fewest = 3
  private static let share = 0.5
  /// The same where both sides are called by their roles, as in tickets of several channels.
  private static let roleShare = 0.02
  private static let speakerLimit = 20_000
  private static let namelessLimit = 2000

  package init() {}

  package mutating func add(_ text: UnsafeBufferPointer<UInt8>) {
    guard text.contains(where: { $0 > 0x20 }) else { return }
    texts += 1
    let talk = Transcript(text)
    guard talk.isConversation else { return }
    talks += 1
    let sides = Set(talk.turns.map(\.side))
    if sides.contains(.customer), sides.contains(.agent) || sides.contains(.neither) { roleTalks += 1 }
    if sides.contains(.customer) || sides.contains(.agent) { namedTalks += 1 }
    if talk.alternates || talk.isTimed { surelyTalks += 1 }
    let unknown = Set(talk.turns.filter { $0.side == .unknown }.map(\.speaker))
    for speaker in unknown where speakers[speaker] != nil || speakers.count < Self.speakerLimit {
      speakers[speaker, default: 0] += 1
    }
    if sides.isDisjoint(with: [.customer, .agent]), nameless.count < Self.namelessLimit { nameless.append(unknown) }
  }

  package var isUsual: Bool {
    guard talks >= Self.fewest, !isForm else { return false }
    return Double(talks) >= Self.share * Double(texts)
      || roleTalks >= Self.fewest && Double(roleTalks) >= Self.roleShare * Double(texts)
  }

  /// Whether the lines are those of a form or a review with headings: "Pros: …", "Customer: …", "Issue: …". The same headings
  /// stand in most texts, and none comes back in one.
  private var isForm: Bool {
    let sure = Double(surelyTalks) / Double(max(talks, 1))
    if 2 * namedTalks < talks { return sure < Self.share }
    let common = speakers.values.max() ?? 0
    return sure < 0.2 && 2 * common >= talks
  }

  /// Whether it can be told whose turns are the customers'.
  package var isDecided: Bool {
    2 * nameless.count { customers(among: $0) == nil } < max(min(talks, Self.namelessLimit), 1)
  }

  /// Whether more texts tell more: who is in many of them.
  var isOpen: Bool { isUsual && !nameless.isEmpty }

  /// Those of speakers without a role who are customers: all who are in at most half as many conversations as the one who is in
  /// most; nil where nobody stands out.
  private func customers(among names: Set<String>) -> Set<String>? {
    let counts = names.map { speakers[$0] ?? 0 }
    guard let most = counts.max(), most >= Self.fewest else { return nil }
    let found = names.filter { 2 * (speakers[$0] ?? 0) <= most }
    return found.isEmpty ? nil : found
  }

  /// What is said where conversations are usual.
  package var note: String {
    "\(talks) of the first \(texts) texts are whole conversations: only the customers' turns count"
  }

  /// "'ana', 'joe miller'": speakers of the first conversation without roles.
  package var examples: String { (nameless.first ?? []).sorted().prefix(3).map { "'\($0)'" }.joined(separator: ", ") }

  /// The parts of a text that customers said; nil for a text that is no conversation.
  func parts(of text: UnsafeBufferPointer<UInt8>) -> [Range<Int>]? {
    let talk = Transcript(text)
    let sides = Set(talk.turns.map(\.side))
    guard talk.isConversation || sides.count == 1 && !sides.contains(.unknown) else { return nil }
    let own: (Transcript.Turn) -> Bool
    if sides.contains(.customer) {
      own = { $0.side == .customer }
    } else if sides.contains(.agent) {
      own = { $0.side == .unknown }
    } else {
      let names = Set(talk.turns.filter { $0.side == .unknown }.map(\.speaker))
      let customers = customers(among: names) ?? []
      own = { customers.contains($0.speaker) }
    }
    return talk.turns.filter(own).map(\.said)
  }

  /// What leaves in a text the customers' turns, and does with other texts what another cutter does.
  /// - Parameter keepsPlaces: what others said becomes blanks, so that bytes keep their places.
  package func cutter(keepsPlaces: Bool, others: TextCutter?) -> TextCutter {
    let column = self
    return { text, own in
      guard let parts = column.parts(of: text) else { return others?(text, &own) ?? false }
      var place = 0
      for part in parts {
        if keepsPlaces {
          for byte in text[place..<part.lowerBound] { own.append(byte == 0x0A ? byte : 0x20) }
        }
        own += text[part]
        place = part.upperBound
      }
      // What nobody of the customers said says nothing.
      if own.isEmpty { own.append(0x20) }
      return true
    }
  }
}
