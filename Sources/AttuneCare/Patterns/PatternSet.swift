import Attune

/// Patterns made ready for matching: one automaton over word symbols for all of them.
///
/// Words that stand in the same classes and patterns are one *symbol*, so that the automaton's alphabet is small. The
/// automaton is non-deterministic; `LazyAutomaton` makes of it what it needs, when it needs it. Immutable.
struct PatternSet: Sendable {
  /// What a match stands for.
  struct Rule: Sendable, Equatable {
    /// The number that the caller gave to the pattern's group.
    var group: UInt8
    /// 1 or 2; 0 for patterns that only keep others from matching.
    var level: UInt8
    /// Only in a question, only elsewhere, or both.
    var sentence = SentenceKind.any
    /// Holds also behind a negation.
    var isNegatable = false
    /// Counts only where no longer match covers it.
    var isAlone = false
    /// Stands for nothing, and so covers the matches of every group, not only of its own.
    var isNothing = false
  }

  enum SentenceKind: UInt8, Sendable { case any, question, statement }

  /// Which end of a match is read first, and by which matcher.
  enum Direction: Sendable {
    /// From the first token of a message on, by `MessageMatcher`.
    case forwards
    /// From the last word of a match in a stream back, by `StreamMatcher`, which knows words only: no classes of tokens, and
    /// neither `^` nor `$`.
    case backwards
  }

  typealias Symbol = UInt16

  /// The most patterns of a rubric, so that the matches of one token are few.
  static let ruleLimit = 1 << 14
  /// The most states, all of which may be in one state of a `LazyAutomaton`; and where patterns are read backwards, which a
  /// file of the largest size stays below.
  static let stateLimit = 1 << 18
  static let backwardsStateLimit = 1 << 23
  /// The most members of a word class with those of the classes in it, and of all classes together.
  static let memberLimit = 1 << 18
  /// Classes inside each other.
  static let classDepthLimit = 32
  /// The most different words.
  static let wordLimit = 65_000

  private(set) var rules: [Rule] = []
  let automaton: PatternAutomaton
  private(set) var symbolCount = 0
  /// Atoms are numbered below this.
  private(set) var atomCount = 0
  /// The atoms that each symbol belongs to, ascending.
  private(set) var atoms: [[Int32]] = []
  let words: SymbolTable
  /// Of named classes, which symbols belong to them, ascending.
  private let classes: [String: [Symbol]]

  /// A word that is in no class and no pattern, and other tokens without one.
  static let unknown: Symbol = 0
  static let name: Symbol = 1
  static let number: Symbol = 2
  static let mention: Symbol = 3
  static let url: Symbol = 4
  static let emoji: Symbol = 5
  static let exclamation: Symbol = 6
  static let question: Symbol = 7
  static let ellipsis: Symbol = 8
  private static let fixedSymbols = 9
  /// Matches words inside a clause.
  static let gapAtom: Int32 = 0
  /// Matches any token.
  static let tokenAtom: Int32 = 1

  /// - Parameters:
  ///   - patterns: each with its rule.
  ///   - classes: members of word classes; a member is a word, `word~`, `<class>`, or words joined by `_`.
  ///   - named: classes that will be asked for by `symbols(of:)`.
  /// - Complexity: O(parts of all patterns, each class's phrases counted wherever it stands)
  init(
    patterns: [(pattern: Pattern, rule: Rule)], classes: [String: [String]], named: [String],
    direction: Direction = .forwards
  ) throws(PatternError) {
    let scratch = TokenizerScratch()
    var builder = Builder(classes: classes, direction: direction)
    let negations = classes["negation"] == nil ? nil : try builder.atom(ofClass: "negation")
    let namedAtoms = try named.map { name throws(PatternError) in (name, try builder.atom(ofClass: name)) }
    for (pattern, rule) in patterns { try builder.add(pattern, rule) }
    rules = builder.rules
    atomCount = builder.atomCount
    automaton = PatternAutomaton(
      builder.states, starts: builder.starts, sentenceStarts: builder.sentenceStarts, atomCount: atomCount)

    // Two spellings may be one token: "customers" and "customers'".
    var hashes: [UInt64] = []
    var atomsOfHash: [[Int32]] = []
    var placeOfHash: [UInt64: Int] = [:]
    placeOfHash.reserveCapacity(builder.words.count)
    for (word, atoms) in zip(builder.words, builder.atomsOfWord) {
      guard let hash = Token.hash(ofSingle: word, scratch: scratch) else { throw .notAWord(word) }
      if let place = placeOfHash.updateValue(hashes.count, forKey: hash) {
        placeOfHash[hash] = place
        atomsOfHash[place] = Set(atomsOfHash[place] + atoms).sorted()
      } else {
        hashes.append(hash)
        atomsOfHash.append(atoms)
      }
    }
    guard hashes.count <= Self.wordLimit else { throw .tooManyWords(limit: Self.wordLimit) }
    // Words in the same atoms are one symbol.
    var symbols: [[Int32]: Symbol] = [:]
    var entries: [(UInt64, Symbol)] = []
    var atomsOfSymbol: [[Int32]] = Array(repeating: [], count: Self.fixedSymbols)
    for (hash, atoms) in zip(hashes, atomsOfHash) {
      let symbol = symbols[atoms] ?? Symbol(atomsOfSymbol.count)
      if Int(symbol) == atomsOfSymbol.count {
        symbols[atoms] = symbol
        atomsOfSymbol.append(atoms)
      }
      entries.append((hash, symbol))
    }
    for (tokenClass, atom) in builder.atomOfTokenClass { atomsOfSymbol[Int(Self.symbol(of: tokenClass))].append(atom) }
    let marks = [Self.exclamation, Self.question, Self.ellipsis]
    for symbol in atomsOfSymbol.indices where !marks.contains(Symbol(symbol)) {
      let isNegation = negations.map(atomsOfSymbol[symbol].contains) ?? false
      if !isNegation { atomsOfSymbol[symbol].append(Self.gapAtom) }
    }
    symbolCount = atomsOfSymbol.count
    atoms = atomsOfSymbol.map { $0.sorted() }
    let neighbours = direction == .backwards ? Neighbours(of: atoms, automaton) : nil
    words = SymbolTable(entries, neighbours)
    var members = [[Symbol]](repeating: [], count: atomCount)
    for (symbol, atoms) in atoms.enumerated() { for atom in atoms { members[Int(atom)].append(Symbol(symbol)) } }
    self.classes = Dictionary(
      namedAtoms.map { name, atom in (name, members[Int(atom)]) }, uniquingKeysWith: { first, _ in first })
  }

  /// The symbol of a word that some pattern or class knows.
  @inline(__always)
  func symbol(of hash: UInt64) -> Symbol? { words.reader.find(hash).pointee.knownSymbol }

  /// Asks for the memory where a word stands, before it is read.
  @inline(__always)
  func prefetch(_ hash: UInt64) { words.reader.prefetch(hash) }

  /// The symbols of a class that was named at the start, ascending.
  func members(of name: String) -> [Symbol] { classes[name] ?? [] }

  /// Whether each symbol is in such a class.
  func symbols(of name: String) -> [Bool] {
    var table = [Bool](repeating: false, count: symbolCount)
    for symbol in members(of: name) { table[Int(symbol)] = true }
    return table
  }

  /// The class that a member of a word class names.
  static func className(of member: String) -> String? {
    let bytes = member.utf8
    guard bytes.first == UInt8(ascii: "<"), bytes.last == UInt8(ascii: ">"), bytes.count > 2 else { return nil }
    return String(Substring(bytes.dropFirst().dropLast()))
  }

  private static func symbol(of tokenClass: TokenClass) -> Symbol {
    switch tokenClass {
    case .name: name
    case .number: number
    case .mention: mention
    case .emoji: emoji
    case .question: question
    case .exclamation: exclamation
    }
  }
}

extension PatternSet {
  /// Checks patterns one by one, so that what is wrong is told with its pattern. A set of patterns that cannot be made has
  /// one that this finds, or classes that are wrong.
  struct Checker {
    /// The names of the classes, without members.
    private let classes: [String: [String]]
    private let scratch = TokenizerScratch()

    init(classes: [String: [String]]) { self.classes = classes.mapValues { _ in [] } }

    /// Whether a pattern can be made ready: it matches something, its words are words, and its classes are there.
    func check(_ pattern: Pattern) throws(PatternError) {
      var builder = Builder(classes: classes)
      try builder.add(pattern, Rule(group: 0, level: 0))
      // In order, so that of several the same one is told.
      for word in builder.words.sorted() where Token.hash(ofSingle: word, scratch: scratch) == nil {
        throw .notAWord(word)
      }
    }
  }
}
