import Attune

extension PatternSet {
  /// Turns patterns into states, from the part of each that is read last to the one that is read first.
  struct Builder {
    private let classes: [String: [String]]
    private let direction: Direction
    private typealias State = PatternAutomaton.State
    private(set) var rules: [Rule] = []
    private(set) var states: [PatternAutomaton.State] = []
    /// First states of rules that may begin anywhere, and of those that begin a sentence.
    private(set) var starts: [Int32] = []
    private(set) var sentenceStarts: [Int32] = []
    /// Words in the order in which they came, and the atoms of each, each once.
    private(set) var words: [String] = []
    private(set) var atomsOfWord: [[Int32]] = []
    private var placeOfWord: [String: Int] = [:]
    private(set) var atomOfTokenClass: [TokenClass: Int32] = [:]
    private(set) var atomCount = Int(PatternSet.tokenAtom) + 1
    private var atomOfText: [String: Int32] = [:]
    private var phrasesOfClass: [String: [[String]]] = [:]
    /// Of each class that was looked at, its members and those of the classes in it; and how many these are together.
    private var expanded: [String: (members: [[String]], depth: Int)] = [:]
    private var memberCount = 0

    init(classes: [String: [String]], direction: Direction = .forwards) {
      self.classes = classes
      self.direction = direction
    }

    mutating func add(_ pattern: Pattern, _ rule: Rule) throws(PatternError) {
      guard direction == .backwards || rules.count < PatternSet.ruleLimit else { throw .tooMany }
      rules.append(rule)
      var body = pattern
      var isAtStart = false
      if direction == .forwards, case .sequence(var parts) = pattern, parts.first == .start {
        parts.removeFirst()
        isAtStart = true
        body = .sequence(parts)
      }
      let last = try state(State(rule: Int32(rules.count - 1)))
      let first = try compile(body, next: last)
      if isFree(first, to: last) { throw .empty }
      if isAtStart { sentenceStarts.append(first) } else { starts.append(first) }
    }

    private mutating func state(_ state: State) throws(PatternError) -> Int32 {
      let limit = direction == .forwards ? PatternSet.stateLimit : PatternSet.backwardsStateLimit
      guard states.count < limit else { throw .tooLarge(limit: limit) }
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

    private mutating func compile(_ pattern: Pattern, next: Int32) throws(PatternError) -> Int32 {
      switch pattern {
      case .word(let word): return try state(State(edges: [(atom(ofOneOf: [folded(word)]), next)]))
      case .tokenClass(let tokenClass):
        if atomOfTokenClass[tokenClass] == nil { atomOfTokenClass[tokenClass] = newAtom() }
        return try state(State(edges: [(atomOfTokenClass[tokenClass] ?? 0, next)]))
      case .token: return try state(State(edges: [(PatternSet.tokenAtom, next)]))
      case .wordClass(let name):
        var first = State(edges: [(try atom(ofClass: name), next)])
        for phrase in phrasesOfClass[name] ?? [] {
          first.free.append(try compile(.sequence(phrase.map { .word($0) }), next: next))
        }
        return try state(first)
      case .gap(let count):
        var from = next
        for _ in 0..<count { from = try state(State(edges: [(PatternSet.gapAtom, from)], free: [next])) }
        return from
      case .start: throw .unbalanced
      case .end:
        var last = states[Int(next)]
        guard direction == .forwards, last.rule >= 0 else { throw .unbalanced }
        last.isAtEnd = true
        return try state(last)
      case .sequence(let parts):
        var next = next
        switch direction {
        case .forwards: for part in parts.reversed() { next = try compile(part, next: next) }
        case .backwards: for part in parts { next = try compile(part, next: next) }
        }
        return next
      case .choice(let alternatives):
        var first = State()
        var words: Set<String> = []
        for alternative in alternatives {
          if case .word(let word) = alternative {
            words.insert(folded(word))
          } else {
            first.free.append(try compile(alternative, next: next))
          }
        }
        if !words.isEmpty { first.edges.append((atom(ofOneOf: words.sorted()), next)) }
        return try state(first)
      case .optional(let inner): return try state(State(free: [try compile(inner, next: next), next]))
      }
    }

    private mutating func newAtom() -> Int32 {
      atomCount += 1
      return Int32(atomCount - 1)
    }

    /// - Parameter words: folded, ascending.
    private mutating func atom(ofOneOf words: [String]) -> Int32 {
      // No word has a blank.
      let key = words.count == 1 ? words[0] : words.joined(separator: " ")
      if let atom = atomOfText[key] { return atom }
      let atom = newAtom()
      atomOfText[key] = atom
      for word in words { add(atom, to: word) }
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
    private func folded(_ word: String) -> String {
      // The tokenizer folds those of terms in its own way.
      if direction == .backwards { return word }
      // As most are written.
      let isPlain = word.utf8.allSatisfy { $0 < 0x80 && !(UInt8(ascii: "A")...UInt8(ascii: "Z") ~= $0) }
      if isPlain { return word }
      return word.first?.isLetter == true ? word.lowercased() : word
    }

    /// The single words of a class; its phrases go into `phrasesOfClass`.
    mutating func atom(ofClass name: String) throws(PatternError) -> Int32 {
      let key = "<\(name)>"
      if let atom = atomOfText[key] { return atom }
      let atom = newAtom()
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
    ) throws(PatternError) -> (members: [[String]], depth: Int) {
      guard !outer.contains(name) else { throw .circularClass(name) }
      if let known = expanded[name] { return known }
      guard let members = classes[name] else { throw .unknownClass(name) }
      // Outer classes that are not known yet count as well: whoever is asked for first, the depth is the same.
      guard outer.count < PatternSet.classDepthLimit else { throw .tooDeep(limit: PatternSet.classDepthLimit) }
      var all: [[String]] = []
      var found: Set<String> = []
      var depth = 1
      func add(_ words: [String]) throws(PatternError) {
        guard found.insert(words.count == 1 ? words[0] : words.joined(separator: " ")).inserted else { return }
        all.append(words)
        memberCount += 1
        guard memberCount <= PatternSet.memberLimit else { throw .tooLarge(limit: PatternSet.memberLimit) }
      }
      for member in members {
        if let inner = PatternSet.className(of: member) {
          let inner = try expand(inner, inside: outer + [name])
          depth = max(depth, inner.depth + 1)
          for words in inner.members { try add(words) }
        } else if member.utf8.last == UInt8(ascii: "~") {
          for form in Inflection.forms(of: String(member.dropLast()).lowercased()) { try add([form]) }
        } else {
          let word = folded(member)
          let isPhrase = word.utf8.contains(UInt8(ascii: "_")) && word.first?.isLetter == true
          try add(isPhrase ? word.split(separator: "_").map(String.init) : [word])
        }
      }
      guard depth <= PatternSet.classDepthLimit else { throw .tooDeep(limit: PatternSet.classDepthLimit) }
      expanded[name] = (all, depth)
      return (all, depth)
    }
  }
}
