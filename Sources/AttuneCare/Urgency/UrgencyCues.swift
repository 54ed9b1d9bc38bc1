import Attune
import AttuneFiles

/// The phrases of `cues.yaml`, and what each of them says.
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

  let index: PhraseIndex
  /// Of each phrase.
  let signs: [Sign]
  /// Of each symbol, whether it turns around what stands right behind it.
  private(set) var isNegator: [Bool]
  /// Of each phrase, whether a negator before it does not matter: it begins with one.
  let isNegation: [Bool]

  static let shipped: UrgencyCues = {
    // A test reads the file.
    try! UrgencyCues(yaml: attune_file_cues().text)
  }()

  /// Words in all phrases, those of lists counted wherever they stand.
  private static let alternativeLimit = 1_000_000

  init(yaml: String) throws {
    let root = try YAMLNode.read(yaml)
    var lists: [String: [String]] = [:]
    for (key, value) in root?["words"]?.mapping ?? [] {
      lists[key.scalar ?? ""] = value.sequence?.map { $0.scalar ?? "" } ?? []
    }
    let scratch = TokenizerScratch()
    var phrases: [Phrase] = []
    var signs: [Sign] = []
    var count = 0
    func add(_ section: String, _ sign: (String) -> Sign?) throws {
      for (key, value) in root?[section]?.mapping ?? [] {
        let name = key.scalar ?? ""
        guard let sign = sign(name) else { throw UrgencyWeights.Failure.unknownKey(name, line: nil, known: []) }
        for phrase in value.sequence ?? [] {
          phrases.append(try Phrase(phrase.scalar ?? "", lists: lists, scratch: scratch))
          count += phrases[phrases.count - 1].elements.reduce(0) { $0 + $1.alternatives.count }
          guard count <= Self.alternativeLimit else {
            throw UrgencyWeights.Failure.malformed(
              line: phrase.line, message: "more than \(Self.alternativeLimit) words in phrases")
          }
          signs.append(sign)
        }
      }
    }
    try add("reasons") { UrgencyReason(rawValue: $0).map(Sign.init) }
    try add("calming") { CalmingReason(rawValue: $0).map(Sign.init) }
    let words = Set(phrases.lazy.flatMap(\.elements).flatMap(\.alternatives).joined())
    guard words.count <= PhraseIndex.wordLimit else {
      throw UrgencyWeights.Failure.malformed(line: nil, message: "more than \(PhraseIndex.wordLimit) different words")
    }
    var negators: Set<UInt64> = []
    for word in lists["not"] ?? [] {
      if let hash = Token.hash(ofSingle: word) { negators.insert(hash) }
    }
    isNegation = zip(phrases, signs).map { phrase, sign in
      // "not replied for two weeks" is a wait all the same.
      sign == Sign(.waiting) || sign == Sign(.repeated)
        || phrase.elements[0].alternatives.contains { negators.contains($0[0]) }
    }
    index = PhraseIndex(phrases)
    isNegator = [Bool](unsafeUninitializedCapacity: index.symbols.count) { buffer, count in
      buffer.initialize(repeating: false)
      count = buffer.count
    }
    for negator in negators { isNegator[Int(index.symbols.reader.find(negator).pointee.symbol)] = true }
    isNegator[0] = false
    self.signs = signs
  }
}
