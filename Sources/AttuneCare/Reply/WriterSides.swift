/// Whose the records of a file are, by the values of one column: "customer", "Support Agent", "Internal note"; yes and no, where
/// the column's name says what is asked ("Is agent", "incoming", "Private"); in and out under a direction; the address of the
/// company, or a name that says "bot" or "support".
package final class WriterSides: Sendable {
  package enum Kind: Sendable, Hashable {
    /// Words of one side or the other.
    case words
    /// Which texts are notes for colleagues; the others may be anybody's.
    case notes
    /// Names of people, of whom those that say so serve customers.
    case names
    /// Addresses, those of this domain being the company's.
    case addresses(domain: String)
  }

  package let column: String
  package let kind: Kind
  /// Of the column's name.
  private let words: Set<String>
  private let named: TurnSide

  /// - Parameters:
  ///   - column: as commands take it.
  ///   - name: what it is called.
  package init(column: String, name: String, _ kind: Kind = .words) {
    self.column = column
    self.kind = kind
    words = Set(TurnSide.words(name))
    named = TurnSide(role: name)
  }

  /// Whose a record is.
  /// - Complexity: O(length of the value)
  package func side(of value: String) -> TurnSide {
    switch kind {
    case .names: return Self.namesServer(value) ? .agent : .unknown
    case .addresses(let domain): return Self.domains(of: value).contains(domain) ? .agent : .unknown
    case .words, .notes: break
    }
    let side = TurnSide(role: value)
    guard side == .unknown else { return side }
    guard let word = Self.word(value) else { return .unknown }
    if let isYes = Self.truths[word] { return tells ? self.side(isYes) : .unknown }
    if !words.isDisjoint(with: Self.directions) {
      if Self.inward.contains(word) { return .customer }
      if Self.outward.contains(word) { return .agent }
    }
    return Self.hidden.contains(word) ? .neither : .unknown
  }

  /// A word that `TurnSide` reads as the same side: the value itself where it does.
  package func word(for value: String) -> String {
    let side = side(of: value)
    return side == TurnSide(role: value) ? value : side == .agent ? "agent" : side == .neither ? "internal" : "customer"
  }

  /// Whether a value says whose a record is, or at least that it may be a customer's, as "public" does.
  package func understands(_ value: String) -> Bool {
    if !isOfWords || side(of: value) != .unknown { return true }
    if TurnSide.words(value).contains(where: Self.open.contains) { return true }
    return tells && Self.word(value).map { Self.truths[$0] != nil } ?? false
  }

  /// The only word of a value, in small letters, or its only digits; nil for several.
  private static func word(_ value: String) -> String? {
    let words = TurnSide.words(value)
    return words.count > 1 ? nil : words.first ?? value.filter { !$0.isWhitespace }
  }

  /// Whether the column holds nothing else, as names and addresses are those of customers as well.
  package var isOfWords: Bool { kind == .words || kind == .notes }

  /// Whether the name says what yes and no mean.
  package var tells: Bool {
    !words.isDisjoint(with: Self.hidden) || !words.isDisjoint(with: Self.open) || named != .unknown
  }

  /// Of yes and no, under a name that tells what they mean.
  private func side(_ isYes: Bool) -> TurnSide {
    if !words.isDisjoint(with: Self.hidden) { return isYes ? .neither : .unknown }
    if !words.isDisjoint(with: Self.open) { return isYes ? .unknown : .neither }
    switch named {
    case .agent: return isYes ? .agent : .customer
    case .customer: return isYes ? .customer : .agent
    case .neither: return isYes ? .neither : .unknown
    case .unknown: return .unknown
    }
  }

  /// Whether a name says that it is of a program or a team which serves customers: "Support Bot", "Ana (Agent)", "Acme Support".
  package static func namesServer(_ value: String) -> Bool {
    if let last = value.last, last == ")" || last == "]", let start = value.lastIndex(where: { $0 == "(" || $0 == "[" })
    {
      let side = TurnSide(role: String(value[start...]))
      if side == .agent || side == .neither { return true }
    }
    let words = TurnSide.words(value)
    guard let last = words.last else { return false }
    if servers.contains(last) || last.count > 3 && last.hasSuffix("bot") { return true }
    return words.count > 1 && pairs.contains("\(words[words.count - 2]) \(last)")
  }

  /// What stands behind "@" in each address of a field.
  package static func domains(of value: String) -> [String] {
    var domains: [String] = []
    for part in value.lowercased().split(whereSeparator: { " ,;<>\"'()[]".contains($0) }) {
      let ends = part.split(separator: "@")
      if ends.count == 2, ends[1].contains(where: { $0 == "." }) { domains.append(String(ends[1])) }
    }
    return domains
  }

  private static func words(_ text: String) -> Set<String> { Set(text.split(separator: " ").map(String.init)) }

  private static let truths: [String: Bool] = {
    var truths: [String: Bool] = [:]
    for word in words("yes y true t 1 x ja wahr oui vrai si verdadero") { truths[word] = true }
    for word in words("no n false f 0 nein falsch non faux falso") { truths[word] = false }
    return truths
  }()
  private static let directions = words("direction richtung sens direccion")
  private static let inward = words("in received eingang eingehend entrant entrante recu recibido")
  private static let outward = words("out sent ausgang ausgehend sortant saliente envoye enviado")
  private static let hidden = words(
    "private internal hidden privat privater private intern interne interner prive privee privado privada interno interna"
  )
  private static let open = words("public publicly externally external offentlich publique publico publica")
  private static let servers = words(
    "bot chatbot support helpdesk kundenservice kundendienst kundensupport kundenbetreuung soporte")
  private static let pairs: Set<String> = [
    "customer service", "customer care", "support team", "service team", "service desk", "help desk", "service client",
    "al cliente",
  ]
}
