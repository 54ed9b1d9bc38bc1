import Attune
import CPlatform

/// Patterns made ready for matching: one automaton over word symbols for all of them.
///
/// Words that stand in the same classes and patterns are one *symbol*, so that the automaton's alphabet is small. The
/// automaton is non-deterministic; `CueMatcher` makes of it what it needs, when it needs it. Immutable.
struct CueSet: Sendable {
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

  /// Tokens of a set of symbols lead to another state.
  typealias Edge = (atom: Int32, target: Int32)

  /// A state of the automaton.
  struct State: Sendable {
    var edges: [Edge] = []
    var free: [Int32] = []
    /// The rule that is matched here.
    var rule: Int32 = -1
    /// Only at the end of a sentence.
    var isAtEnd = false
  }

  typealias Symbol = UInt16

  /// The most patterns, so that a rule's number and a mark beside it fit, and matches of one token are few.
  static let ruleLimit = 1 << 14
  /// The most states, all of which may be in one state of a `CueMatcher`.
  static let stateLimit = 1 << 18
  /// The most members of a word class with those of the classes in it, and of all classes together.
  static let memberLimit = 1 << 18
  /// Classes inside each other.
  static let classDepthLimit = 32

  private(set) var rules: [Rule] = []
  let automaton: CueAutomaton
  /// First states of rules that may begin anywhere, and of those that begin a sentence.
  private(set) var starts: [Int32] = []
  private(set) var sentenceStarts: [Int32] = []
  private(set) var symbolCount = 0
  /// Atoms are numbered below this.
  private(set) var atomCount = 0
  /// The atoms that each symbol belongs to, ascending.
  private(set) var atoms: [[Int32]] = []
  private let vocabulary: Vocabulary
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
  static let anyAtom: Int32 = 0

  /// - Parameters:
  ///   - patterns: each with its rule.
  ///   - classes: members of word classes; a member is a word, `word~`, `<class>`, or words joined by `_`.
  ///   - named: classes that will be asked for by `symbols(of:)`.
  init(
    patterns: [(expression: CueExpression, rule: Rule)], classes: [String: [String]], named: [String]
  ) throws(CueError) {
    let scratch = TokenizerScratch()
    var builder = Builder(classes: classes)
    let negations = classes["negation"] == nil ? nil : try builder.atom(ofClass: "negation")
    let namedAtoms = try named.map { name throws(CueError) in (name, try builder.atom(ofClass: name)) }
    for (expression, rule) in patterns { try builder.add(expression, rule) }
    rules = builder.rules
    automaton = CueAutomaton(builder.states)
    starts = builder.starts
    sentenceStarts = builder.sentenceStarts
    atomCount = builder.atomCount

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
        atomsOfHash.append(atoms.sorted())
      }
    }
    // Words in the same atoms are one symbol.
    var symbols: [[Int32]: Symbol] = [:]
    var entries: [(UInt64, Symbol)] = []
    var atomsOfSymbol: [[Int32]] = Array(repeating: [], count: Self.fixedSymbols)
    for (hash, atoms) in zip(hashes, atomsOfHash) {
      if let symbol = symbols[atoms] {
        entries.append((hash, symbol))
        continue
      }
      guard atomsOfSymbol.count < 1 << 14 else { throw .tooMany }
      let symbol = Symbol(atomsOfSymbol.count)
      symbols[atoms] = symbol
      atomsOfSymbol.append(atoms)
      entries.append((hash, symbol))
    }
    for (kind, atom) in builder.atomOfKind {
      for symbol in Self.symbols(of: kind) { atomsOfSymbol[Int(symbol)].append(atom) }
    }
    let marks = [Self.exclamation, Self.question, Self.ellipsis]
    for symbol in atomsOfSymbol.indices where !marks.contains(Symbol(symbol)) {
      let isNegation = negations.map(atomsOfSymbol[symbol].contains) ?? false
      if !isNegation { atomsOfSymbol[symbol].append(Self.anyAtom) }
    }
    symbolCount = atomsOfSymbol.count
    vocabulary = Vocabulary(entries)
    atoms = atomsOfSymbol.map { $0.sorted() }
    var members = [[Symbol]](repeating: [], count: atomCount)
    for (symbol, atoms) in atoms.enumerated() { for atom in atoms { members[Int(atom)].append(Symbol(symbol)) } }
    self.classes = Dictionary(
      namedAtoms.map { name, atom in (name, members[Int(atom)]) }, uniquingKeysWith: { first, _ in first })
  }

  /// The symbol of a word that some pattern or class knows.
  @inline(__always)
  func symbol(of hash: UInt64) -> Symbol? { vocabulary.symbol(of: hash) }

  /// Asks for the memory where a word stands, before it is read.
  @inline(__always)
  func prefetch(_ hash: UInt64) { vocabulary.prefetch(hash) }

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

  private static func symbols(of kind: CueKind) -> [Symbol] {
    switch kind {
    case .name: [name]
    case .number: [number]
    case .mention: [mention]
    case .emoji: [emoji]
    case .question: [question]
    case .exclamation: [exclamation]
    }
  }
}

extension CueSet {
  /// Checks patterns one by one, so that what is wrong is told with its pattern. A set of patterns that cannot be made has
  /// one that this finds, or classes that are wrong.
  struct Checker {
    /// The names of the classes, without members.
    private let classes: [String: [String]]
    private let scratch = TokenizerScratch()

    init(classes: [String: [String]]) { self.classes = classes.mapValues { _ in [] } }

    /// Whether a pattern can be made ready: it matches something, its words are words, and its classes are there.
    func check(_ expression: CueExpression) throws(CueError) {
      var builder = Builder(classes: classes)
      try builder.add(expression, Rule(group: 0, level: 0))
      // In order, so that of several the same one is told.
      for word in builder.words.sorted() where Token.hash(ofSingle: word, scratch: scratch) == nil {
        throw .notAWord(word)
      }
    }
  }

  /// Words by hash, in open addressing: the upper bits of each hash, and its symbol. The lower bits are about those of the
  /// slot, so that no two of a million words are taken for each other.
  private struct Vocabulary: Sendable {
    private var slots: [UInt64]
    private let mask: Int
    private static let symbolMask: UInt64 = 1 << 14 - 1

    init(_ entries: [(UInt64, Symbol)]) {
      var size = 1024
      while size < 2 * entries.count { size *= 2 }
      mask = size - 1
      slots = Array(repeating: 0, count: size)
      for (hash, symbol) in entries {
        var slot = Int(truncatingIfNeeded: hash) & mask
        while slots[slot] != 0, (slots[slot] ^ hash) > Self.symbolMask { slot = (slot + 1) & mask }
        slots[slot] = hash & ~Self.symbolMask | UInt64(symbol)
      }
    }

    @inline(__always)
    func prefetch(_ hash: UInt64) {
      slots.withUnsafeBufferPointer { attune_prefetch($0.baseAddress! + (Int(truncatingIfNeeded: hash) & mask)) }
    }

    @inline(__always)
    func symbol(of hash: UInt64) -> Symbol? {
      slots.withUnsafeBufferPointer { slots in
        // Safe: `mask` is less than the number of slots, half of which at most are taken.
        var slot = Int(truncatingIfNeeded: hash) & mask
        while slots[slot] != 0 {
          if slots[slot] ^ hash <= Self.symbolMask { return Symbol(slots[slot] & Self.symbolMask) }
          slot = (slot &+ 1) & mask
        }
        return nil
      }
    }
  }

  /// Turns patterns into states, from the last part of each to its first.
  private struct Builder {
    let classes: [String: [String]]
    var rules: [Rule] = []
    var states: [State] = []
    var starts: [Int32] = []
    var sentenceStarts: [Int32] = []
    /// Words in the order in which they came, and the atoms of each, each once.
    private(set) var words: [String] = []
    private(set) var atomsOfWord: [[Int32]] = []
    private var placeOfWord: [String: Int] = [:]
    var atomOfKind: [CueKind: Int32] = [:]
    var atomCount = 1
    private var atomOfText: [String: Int32] = [:]
    private var phrasesOfClass: [String: [[String]]] = [:]
    /// Of each class that was looked at, its members and those of the classes in it; and how many these are together.
    private var expanded: [String: (members: [[String]], depth: Int)] = [:]
    private var memberCount = 0

    init(classes: [String: [String]]) { self.classes = classes }

    mutating func add(_ expression: CueExpression, _ rule: Rule) throws(CueError) {
      guard rules.count < CueSet.ruleLimit else { throw .tooMany }
      rules.append(rule)
      var body = expression
      var isAtStart = false
      if case .sequence(var parts) = expression, parts.first == .start {
        parts.removeFirst()
        isAtStart = true
        body = .sequence(parts)
      }
      let last = try state(State(rule: Int32(rules.count - 1)))
      let first = try compile(body, next: last)
      if isFree(first, to: last) { throw .empty }
      if isAtStart { sentenceStarts.append(first) } else { starts.append(first) }
    }

    private mutating func state(_ state: State) throws(CueError) -> Int32 {
      guard states.count < CueSet.stateLimit else { throw .tooLarge(limit: CueSet.stateLimit) }
      states.append(state)
      return Int32(states.count - 1)
    }

    private func isFree(_ from: Int32, to: Int32) -> Bool {
      // Most patterns begin with a word.
      if from != to, states[Int(from)].free.isEmpty, states[Int(from)].rule < 0 { return false }
      var reached: Set<Int32> = []
      var open = [from]
      while let next = open.popLast() {
        if next == to || states[Int(next)].rule >= 0 { return true }
        if reached.insert(next).inserted { open += states[Int(next)].free }
      }
      return false
    }

    private mutating func compile(_ expression: CueExpression, next: Int32) throws(CueError) -> Int32 {
      switch expression {
      case .word(let word): return try state(State(edges: [(atom(of: word), next)]))
      case .kind(let kind):
        if atomOfKind[kind] == nil {
          atomOfKind[kind] = Int32(atomCount)
          atomCount += 1
        }
        return try state(State(edges: [(atomOfKind[kind] ?? 0, next)]))
      case .wordClass(let name):
        var first = State(edges: [(try atom(ofClass: name), next)])
        for phrase in phrasesOfClass[name] ?? [] {
          first.free.append(try compile(.sequence(phrase.map { .word($0) }), next: next))
        }
        return try state(first)
      case .gap(let count):
        var from = next
        for _ in 0..<count { from = try state(State(edges: [(CueSet.anyAtom, from)], free: [next])) }
        return from
      case .start: throw .unbalanced
      case .end:
        var last = states[Int(next)]
        guard last.rule >= 0 else { throw .unbalanced }
        last.isAtEnd = true
        return try state(last)
      case .sequence(let parts):
        var next = next
        for part in parts.reversed() { next = try compile(part, next: next) }
        return next
      case .choice(let alternatives):
        var first = State()
        for alternative in alternatives { first.free.append(try compile(alternative, next: next)) }
        return try state(first)
      case .optional(let inner): return try state(State(free: [try compile(inner, next: next), next]))
      }
    }

    private mutating func atom(of word: String) -> Int32 {
      let word = Self.folded(word)
      if let atom = atomOfText[word] { return atom }
      let atom = Int32(atomCount)
      atomCount += 1
      atomOfText[word] = atom
      add(atom, to: word)
      return atom
    }

    private mutating func add(_ atom: Int32, to word: String) {
      if let place = placeOfWord[word] {
        atomsOfWord[place].append(atom)
      } else {
        placeOfWord[word] = words.count
        words.append(word)
        atomsOfWord.append([atom])
      }
    }

    /// A word in small letters; a mouth of an emoticon may be a capital letter.
    private static func folded(_ word: String) -> String {
      // As most are written.
      let isPlain = word.utf8.allSatisfy { $0 < 0x80 && !(UInt8(ascii: "A")...UInt8(ascii: "Z") ~= $0) }
      if isPlain { return word }
      return word.first?.isLetter == true ? word.lowercased() : word
    }

    /// The single words of a class; its phrases go into `phrasesOfClass`.
    mutating func atom(ofClass name: String) throws(CueError) -> Int32 {
      let key = "<\(name)>"
      if let atom = atomOfText[key] { return atom }
      let atom = Int32(atomCount)
      atomCount += 1
      atomOfText[key] = atom
      var phrases: [[String]] = []
      for member in try expand(name, inside: []).members {
        if member.count == 1 { add(atom, to: member[0]) } else { phrases.append(member) }
      }
      phrasesOfClass[name] = phrases
      return atom
    }

    /// The members of a class with those of the classes in it, each once, and how many classes are inside each other.
    private mutating func expand(
      _ name: String, inside outer: [String]
    ) throws(CueError) -> (members: [[String]], depth: Int) {
      guard !outer.contains(name) else { throw .circularClass(name) }
      if let known = expanded[name] { return known }
      guard let members = classes[name] else { throw .unknownClass(name) }
      // Outer classes that are not known yet count as well: whoever is asked for first, the depth is the same.
      guard outer.count < CueSet.classDepthLimit else { throw .tooDeep(limit: CueSet.classDepthLimit) }
      var all: [[String]] = []
      var found: Set<String> = []
      var depth = 1
      func add(_ words: [String]) throws(CueError) {
        guard found.insert(words.count == 1 ? words[0] : words.joined(separator: " ")).inserted else { return }
        all.append(words)
        memberCount += 1
        guard memberCount <= CueSet.memberLimit else { throw .tooLarge(limit: CueSet.memberLimit) }
      }
      for member in members {
        if let inner = CueSet.className(of: member) {
          let inner = try expand(inner, inside: outer + [name])
          depth = max(depth, inner.depth + 1)
          for words in inner.members { try add(words) }
        } else if member.utf8.last == UInt8(ascii: "~") {
          for form in Inflection.forms(of: String(member.dropLast()).lowercased()) { try add([form]) }
        } else {
          let word = Self.folded(member)
          let isPhrase = word.utf8.contains(UInt8(ascii: "_")) && word.first?.isLetter == true
          try add(isPhrase ? word.split(separator: "_").map(String.init) : [word])
        }
      }
      guard depth <= CueSet.classDepthLimit else { throw .tooDeep(limit: CueSet.classDepthLimit) }
      expanded[name] = (all, depth)
      return (all, depth)
    }
  }
}
