import Attune
import AttuneFiles

/// The cues of `cues.yaml`: patterns, and what each of them is a sign of.
struct UrgencyCues: Sendable {
  /// A reason, or a sign of calm, as a bit.
  struct Sign: Sendable, Equatable {
    var bit: UInt8

    init(_ reason: UrgencyReason) { bit = UInt8(UrgencyReason.allCases.firstIndex(of: reason)!) }
    init(_ calming: CalmingReason) {
      bit = UInt8(UrgencyReason.allCases.count + CalmingReason.allCases.firstIndex(of: calming)!)
    }

    static let count = UrgencyReason.allCases.count + CalmingReason.allCases.count
    /// nil for a sign of calm.
    var reason: UrgencyReason? { bit < UrgencyReason.allCases.count ? UrgencyReason.allCases[Int(bit)] : nil }
  }

  let patterns: PatternSet
  /// Of each rule of the patterns.
  let signs: [Sign]
  /// Of each symbol, whether it turns around what stands right behind it.
  let isNegator: [Bool]
  /// Of each rule, whether a negator before it does not matter: it begins with one.
  let isNegation: [Bool]

  static let shipped: UrgencyCues = {
    // A test reads the file.
    try! UrgencyCues(yaml: attune_file_cues().text)
  }()

  init(yaml: String) throws {
    let root = try YAMLNode.read(yaml)
    var classes = ["not": [String]()]
    for (key, value) in root?["words"]?.mapping ?? [] {
      let members = value.sequence?.map { $0.scalar ?? "" } ?? []
      classes[key.scalar ?? ""] = members.map { $0.split(separator: " ").joined(separator: "_") }
    }
    // Those of several words turn nothing around.
    let negators = Set(classes["not"]?.filter { !$0.utf8.contains(UInt8(ascii: "_")) } ?? [])
    let scratch = TokenizerScratch()
    var patterns: [(Pattern, PatternSet.Rule)] = []
    var signs: [Sign] = []
    var isNegation: [Bool] = []
    func add(_ section: String, _ sign: (String) -> Sign?) throws {
      for (key, value) in root?[section]?.mapping ?? [] {
        let name = key.scalar ?? ""
        guard let sign = sign(name) else { throw UrgencyWeights.Failure.unknownKey(name, line: nil, known: []) }
        for cue in value.sequence ?? [] {
          let pattern = try Pattern(term: cue.scalar ?? "", classes: classes.keys, scratch: scratch)
          patterns.append((pattern, .init(group: 0, level: 1)))
          signs.append(sign)
          // "not replied for two weeks" is a wait all the same.
          let isDelay = sign == Sign(.waiting) || sign == Sign(.repeated)
          isNegation.append(isDelay || pattern.firstWords(classes).contains { negators.contains(String($0)) })
        }
      }
    }
    try add("reasons") { UrgencyReason(rawValue: $0).map(Sign.init) }
    try add("calming") { CalmingReason(rawValue: $0).map(Sign.init) }
    self.patterns = try PatternSet(patterns: patterns, classes: classes, named: ["not"], direction: .backwards)
    isNegator = self.patterns.symbols(of: "not")
    self.isNegation = isNegation
    self.signs = signs
  }
}

extension Pattern {
  /// The first words of the alternatives of a pattern's first element.
  fileprivate func firstWords(_ classes: [String: [String]]) -> [Substring] {
    switch self {
    case .word(let word): [word[...]]
    case .wordClass(let name): classes[name, default: []].map { $0.prefix { $0 != "_" } }
    case .sequence(let parts): parts.first?.firstWords(classes) ?? []
    case .choice(let alternatives): alternatives.flatMap { $0.firstWords(classes) }
    case .optional(let inner): inner.firstWords(classes)
    case .tokenClass, .token, .gap, .start, .end: []
    }
  }
}
