import Attune
import AttuneFiles
import Synchronization

/// What replies are judged by: cues of every item, its weight in every channel, and how customers show what they feel.
///
/// `Rubric.standard` is part of the library; `init(yaml:)` reads an edited copy. `Documentation/Rubric.md` describes the file.
public struct Rubric: Sendable {
  struct ChannelRule: Sendable {
    /// Points of a polite and correct, but impersonal reply, which scores 50.
    var neutral = 0.0
    /// Points from there to a score of 73, or down to 27.
    var spread = 1.0
    /// Words under which a reply is thin: what it does well counts in proportion.
    var words = 0.0
    /// Other names in exports.
    var aliases: [String] = []
  }

  /// Who a pattern over a reply speaks for.
  enum ReplyGroup {
    static let items = RubricItem.allCases.count
    /// Cheerfulness, which becomes `wrongTone` at a complaint.
    static let cheer = UInt8(items)
    /// Questions that explore nothing: "Is there anything else?"
    static let formula = UInt8(items + 1)
    /// Keeps others from matching, and stands for nothing.
    static let nothing = UInt8(items + 2)
    /// Promises that name nothing: "I will sort it out today".
    static let promise = UInt8(items + 3)
    /// What the writer does in person: "I'll ring", "I've sent". Two are ownership.
    static let deed = UInt8(items + 4)
    /// What the writer or the company did, which beside an apology admits a fault: "we packed".
    static let admission = UInt8(items + 5)
    /// Sorrow and gladness, which are empathy where they fit.
    static let sorrow = UInt8(items + 6)
    static let joy = UInt8(items + 7)
    /// Sends the customer to somebody else: "you'll need to contact the bank".
    static let handing = UInt8(items + 8)
    /// Phrases whose words do not mean what they name: "take care", "let down".
    static let idiom = UInt8(items + 9)
    /// Asks what is the matter: "What happened?", "Which order is it?"
    static let asking = UInt8(items + 10)
    /// The further groups of `tone`, which a rubric may lack.
    static let optional: [(name: String, group: UInt8)] = [
      ("promise", promise), ("deed", deed), ("admission", admission), ("sorrow", sorrow), ("joy", joy),
      ("handing", handing), ("idiom", idiom), ("asking", asking),
    ]
    /// Behind these the needs and the tones of the situations, and the traits.
    static let count = items + 11
  }

  /// Who a pattern over a customer's message speaks for, behind the feelings.
  enum CustomerGroup {
    static let feelings = Feeling.allCases.count
    static let problem = UInt8(feelings)
    static let praise = UInt8(feelings + 1)
    /// The words before the customer's name.
    static let name = UInt8(feelings + 2)
    static let nothing = UInt8(feelings + 3)
    /// Requests and questions without a complaint.
    static let inquiry = UInt8(feelings + 4)
    /// Behind these the situations.
    static let count = feelings + 5
  }

  /// What a reply scores that would fit any message.
  struct RelevanceRule: Sendable {
    /// The most that it scores.
    var ceiling = 55.0
    /// From which score on it has less of what it does well.
    var floor = 50.0
    /// Points of each sentence about this case behind the first, and the most that count.
    var substance = 4.5
    var sentences = 6.0
    /// Words of a reply beyond which it is taken for a paste, for each word of the message.
    var longest = 40.0
    /// Words up to which a reply to a complaint that takes up nothing scores at most `thin`.
    var few = 0.0
    var thin = 40.0
  }

  /// `[channel][item]`, in points of level 2.
  let weights: [[Double]]
  /// The same for replies without a customer's message, of which little but politeness can be seen.
  let weightsAlone: [[Double]]
  /// In order of `Channel.allCases`.
  let channels: [ChannelRule]
  let replyPatterns: PatternSet
  let customerPatterns: PatternSet
  /// Names of aspects; their words are the classes "aspect:NAME".
  let aspects: [String]
  /// What customers may be in.
  var situations: Situations
  let relevance: RelevanceRule
  /// What replies score at most that hurt.
  let caps: [CapRule]
  let manner: Manner
  /// Nil for a rubric that goes by its cues alone.
  var learned: LearnedRule?
  /// Of the symbols of `replyPatterns` and of `customerPatterns`.
  let replyWords: WordTable
  let customerWords: WordTable
  /// The texts that it was read from.
  private let source: (yaml: String, jargon: [String])

  /// The built-in rubric.
  public static let standard: Rubric = {
    do {
      return try Rubric(yaml: standardText)
    } catch {
      // The file is part of the program, and the tests read it.
      preconditionFailure("\(error)")
    }
  }()

  /// The file behind `standard`, as a copy to edit.
  public static var standardText: String { attune_file_rubric().text }

  /// - Parameters:
  ///   - yaml: the text of a rubric file.
  ///   - jargon: additional terms that customers do not know, of one or more words each.
  /// - Throws: `RubricError`, with the place in the file.
  public init(yaml: String, jargon: [String] = []) throws(RubricError) {
    try self.init(yaml: yaml, jargon: jargon, situations: Situations.standardText)
  }

  /// The same rubric with other situations.
  ///
  /// - Parameter yaml: the text of a situations file.
  /// - Throws: `RubricError`, with the place in that file.
  public func with(situations yaml: String) throws(RubricError) -> Rubric {
    try Rubric(yaml: source.yaml, jargon: source.jargon, situations: yaml)
  }

  /// The file of the built-in situations, as a copy to edit.
  public static var standardSituations: String { Situations.standardText }

  package init(yaml: String, jargon: [String] = [], situations: String) throws(RubricError) {
    source = (yaml, jargon)
    let file = try YAMLDocument(yaml)
    try file.check(keys: [
      "channels", "items", "relevance", "caps", "manner", "learned", "alone", "same", "tone", "customer", "aspects",
      "words",
    ])
    let (book, bookPatterns) = try Situations.read(situations)
    self.situations = book
    relevance = try Self.readRelevance(file["relevance"])
    learned = try file["learned"].map(LearnedRule.read)
    caps = try CapRule.read(file["caps"])
    var classes: [String: [String]] = [:]
    for entry in try file.required("words").entries() { classes[entry.key] = try entry.value.words() }
    var aspects: [String] = []
    let aspectEntries = try file.required("aspects").entries()
    guard aspectEntries.count <= Self.aspectLimit else {
      throw .wrongValue(place: "aspects", expected: "at most \(Self.aspectLimit) aspects")
    }
    for entry in aspectEntries {
      aspects.append(entry.key)
      classes["aspect:\(entry.key)"] = try entry.value.words()
    }
    for entry in try file.required("words").entries() + aspectEntries { try Self.checkClass(entry.value, classes) }
    for (name, _) in WordKinds.classes where classes[name] == nil { classes[name] = [] }
    let same = try file["same"]?.lines() ?? []
    for (row, line) in same.enumerated() { classes["same:\(row)"] = line.split(separator: " ").map(String.init) }
    let marker = Self.marker(of: bookPatterns)
    for (name, members) in bookPatterns.words { classes[Self.own(name)] = members.map(marker) }
    let checker = PatternLog(classes: classes)
    self.aspects = aspects
    let wordClasses =
      aspects.map { "aspect:\($0)" } + WordKinds.classes.map(\.name) + same.indices.map { "same:\($0)" }
    channels = try Self.readChannels(try file.required("channels"))

    var replyRules: [(Pattern, PatternSet.Rule)] = []
    var weights = Channel.allCases.map { _ in [Double](repeating: 0, count: RubricItem.all.count) }
    for entry in try file.required("items").entries() {
      guard let item = RubricItem(rawValue: entry.key) else {
        throw .unknownItem(entry.key, known: RubricItem.allCases.map(\.rawValue))
      }
      try Self.readItem(entry.value, item, checker, into: &replyRules, &weights)
    }
    for channel in Channel.allCases where weights[channel.index].allSatisfy({ $0 == 0 }) {
      throw .weightsSumToZero(channel: channel.rawValue)
    }
    self.weights = weights
    let alone = try Self.readAlone(file["alone"])
    weightsAlone = weights.map { zip($0, alone).map { $0 * $1 } }
    let tone = try file.required("tone")
    try tone.check(keys: ["cheer", "formula", "nothing"] + ReplyGroup.optional.map(\.name))
    try Self.readCues(try tone.required("cheer"), ReplyGroup.cheer, checker, into: &replyRules)
    try Self.readCues(try tone.required("formula"), ReplyGroup.formula, checker, into: &replyRules)
    try Self.readCues(try tone.required("nothing"), ReplyGroup.nothing, checker, into: &replyRules)
    for (name, group) in ReplyGroup.optional {
      guard let file = tone[name] else { continue }
      let first = replyRules.count
      try Self.readCues(file, group, checker, into: &replyRules)
      // "We won't let you down" names as little.
      if group == ReplyGroup.idiom { for index in first..<replyRules.count { replyRules[index].1.isNegatable = true } }
    }
    for (need, file) in bookPatterns.needs {
      try Self.readCues(file, UInt8(ReplyGroup.count + need), checker, marker, into: &replyRules)
    }
    for (tone, file) in bookPatterns.tones {
      try Self.readCues(file, UInt8(ReplyGroup.count + book.needs.count + tone), checker, marker, into: &replyRules)
    }
    let (manner, traits) = try Manner.read(file["manner"])
    self.manner = manner
    for (trait, file) in traits.enumerated() {
      // However it is meant: a trait is how something is put.
      let first = replyRules.count
      try Self.readCues(
        file, UInt8(ReplyGroup.count + book.needs.count + book.tones.count + trait), checker, into: &replyRules)
      for index in first..<replyRules.count { replyRules[index].1.isNegatable = true }
    }
    for term in jargon {
      replyRules.append((try Self.term(term, checker), .init(group: UInt8(RubricItem.jargon.index), level: 2)))
    }

    var customerRules: [(Pattern, PatternSet.Rule)] = []
    for entry in try file.required("customer").entries() {
      let groups: [String: UInt8] = [
        "problem": CustomerGroup.problem, "praise": CustomerGroup.praise, "name": CustomerGroup.name,
        "nothing": CustomerGroup.nothing, "inquiry": CustomerGroup.inquiry,
      ]
      let feeling = Feeling(rawValue: entry.key).flatMap { Feeling.allCases.firstIndex(of: $0) }.map(UInt8.init)
      guard let group = feeling ?? groups[entry.key] else {
        let known = Feeling.allCases.map(\.rawValue) + groups.keys.sorted()
        throw .unknownKey(place: "customer", key: entry.key, known: known)
      }
      try Self.readCues(entry.value, group, checker, into: &customerRules)
    }
    for (situation, file) in bookPatterns.shows {
      try Self.readCues(file, UInt8(CustomerGroup.count + situation), checker, marker, into: &customerRules)
    }
    if let nothing = bookPatterns.nothing {
      try Self.readCues(nothing, CustomerGroup.nothing, checker, marker, into: &customerRules)
    }
    let named = ["negation", "function", "abbreviation", "acronym", "you", "self", "interrogative"]
    for name in named where classes[name]?.isEmpty ?? true { throw .missing("words.\(name)") }
    let sets = Self.patternSets([replyRules, customerRules], classes, named + wordClasses)
    replyPatterns = try Self.patternSet(sets[0], file, checker)
    customerPatterns = try Self.patternSet(sets[1], file, checker)
    replyWords = WordTable(replyPatterns, rows: same.count)
    customerWords = WordTable(customerPatterns, rows: same.count)
  }

  /// Of the groups of `replyPatterns`, by number.
  var replyGroupNames: [String] {
    let fixed = ["cheer", "formula", "nothing"] + ReplyGroup.optional.map(\.name)
    return RubricItem.allCases.map(\.rawValue) + fixed + situations.needs.map { "need " + $0.name }
      + situations.tones.map { "tone " + $0 } + manner.traits.map { "trait " + $0.name }
  }

  /// Of the groups of `customerPatterns`, by number.
  var customerGroupNames: [String] {
    Feeling.allCases.map { "feeling \($0.rawValue)" } + ["problem", "praise", "name", "nothing", "inquiry"]
      + situations.all.map { "situation " + $0.name }
  }

  /// A class of the situations' file is no class of the rubric's of the same name.
  private static func own(_ name: String) -> String { "situation:\(name)" }

  /// Gives the classes in a pattern of the situations' file the names by which they are known here.
  private static func marker(of patterns: Situations.Patterns) -> (String) -> String {
    let names = Set(patterns.words.map(\.name))
    return { text in
      guard !names.isEmpty, text.utf8.contains(UInt8(ascii: "<")) else { return text }
      return text.split(separator: "<", omittingEmptySubsequences: false).enumerated().map { index, part in
        guard index > 0, let end = part.firstIndex(of: ">") else { return String(part) }
        let name = String(part[..<end])
        return names.contains(name) ? own(name) + part[end...] : String(part)
      }.joined(separator: "<")
    }
  }

  private static func readRelevance(_ file: YAMLDocument?) throws(RubricError) -> RelevanceRule {
    var rule = RelevanceRule()
    guard let file else { return rule }
    try file.check(keys: ["ceiling", "floor", "longest", "substance", "sentences", "few", "thin"])
    rule.ceiling = try file["ceiling"]?.number() ?? rule.ceiling
    rule.floor = try file["floor"]?.number() ?? rule.floor
    rule.longest = try file["longest"]?.number() ?? rule.longest
    rule.few = try file["few"]?.number() ?? rule.few
    rule.thin = try file["thin"]?.number() ?? rule.thin
    rule.substance = try file["substance"]?.number() ?? rule.substance
    rule.sentences = try file["sentences"]?.number() ?? rule.sentences
    guard 0...100 ~= rule.floor, rule.floor...100 ~= rule.ceiling, rule.longest > 0, rule.substance >= 0 else {
      throw .wrongValue(place: file.place, expected: "0 ≤ floor ≤ ceiling ≤ 100, longest > 0, substance ≥ 0")
    }
    return rule
  }

  /// The most aspects: a message's are bits of one word.
  static let aspectLimit = 63

  /// Makes patterns ready, side by side: it is most of the time that a start takes.
  private static func patternSets(
    _ parts: [[(Pattern, PatternSet.Rule)]], _ classes: [String: [String]], _ named: [String]
  ) -> [Result<PatternSet, PatternError>] {
    let sets = Mutex([Result<PatternSet, PatternError>?](repeating: nil, count: parts.count))
    Workers.forEach(parts.indices) { part in
      let set = Result { () throws(PatternError) in
        try PatternSet(patterns: parts[part], classes: classes, named: named)
      }
      sets.withLock { $0[part] = set }
    }
    return sets.withLock { $0.compactMap(\.self) }
  }

  private static func patternSet(
    _ set: Result<PatternSet, PatternError>, _ file: YAMLDocument, _ log: PatternLog
  ) throws(RubricError) -> PatternSet {
    do throws(PatternError) {
      return try set.get()
    } catch {
      try log.check()
      // Patterns and their classes are right one by one; what is wrong is how classes hold each other.
      let words = file["words"]
      guard case .circularClass(let name) = error else {
        throw .invalidPattern(place: "words", line: words?.node.line, pattern: "", reason: error.reason)
      }
      throw .invalidPattern(place: "words", line: words?[name]?.node.line, pattern: "<\(name)>", reason: error.reason)
    }
  }

  /// Whether the classes that a class names are there.
  private static func checkClass(_ file: YAMLDocument, _ classes: [String: [String]]) throws(RubricError) {
    for member in try file.words() {
      guard let name = PatternSet.className(of: member), classes[name] == nil else { continue }
      throw .invalidPattern(
        place: file.place, line: file.node.line, pattern: member, reason: PatternError.unknownClass(name).reason)
    }
  }

  private static func readChannels(_ file: YAMLDocument) throws(RubricError) -> [ChannelRule] {
    var channels: [Channel: ChannelRule] = [:]
    let known = Channel.allCases.map(\.rawValue)
    for entry in try file.entries() {
      guard let channel = Channel(rawValue: entry.key) else { throw .unknownChannel(entry.key, known: known) }
      try entry.value.check(keys: ["neutral", "spread", "words", "also"])
      let spread = try entry.value.required("spread")
      let rule = ChannelRule(
        neutral: try entry.value.required("neutral").number(), spread: try spread.number(),
        words: try entry.value["words"]?.number() ?? 0,
        aliases: try entry.value["also"]?.words() ?? [])
      guard rule.spread > 0 else { throw .wrongValue(place: spread.place, expected: "more than 0") }
      channels[channel] = rule
    }
    return try Channel.allCases.map { channel throws(RubricError) in
      guard let rule = channels[channel] else { throw .missing("channels.\(channel.rawValue)") }
      return rule
    }
  }

  private static func readItem(
    _ file: YAMLDocument, _ item: RubricItem, _ checker: PatternLog,
    into patterns: inout [(Pattern, PatternSet.Rule)], _ weights: inout [[Double]]
  ) throws(RubricError) {
    try file.check(keys: ["weights", "strong", "weak", "not"])
    for entry in try file.required("weights").entries() {
      guard let channel = Channel(rawValue: entry.key) else {
        throw .unknownChannel(entry.key, known: Channel.allCases.map(\.rawValue))
      }
      let weight = try entry.value.number()
      guard weight >= 0 else { throw .wrongValue(place: entry.value.place, expected: "0 or more") }
      weights[channel.index][item.index] = weight
    }
    try Self.readLevels(file, UInt8(item.index), checker, into: &patterns)
  }

  /// By which factor each item counts in a reply without a message.
  private static func readAlone(_ file: YAMLDocument?) throws(RubricError) -> [Double] {
    var factors = RubricItem.all.map { _ in 1.0 }
    for entry in try file?.entries() ?? [] {
      guard let item = RubricItem(rawValue: entry.key) else {
        throw .unknownItem(entry.key, known: RubricItem.allCases.map(\.rawValue))
      }
      let factor = try entry.value.number()
      guard 0...10 ~= factor else { throw .wrongValue(place: entry.value.place, expected: "a number from 0 to 10") }
      factors[item.index] = factor
    }
    return factors
  }

  /// Cues of one level, or of two.
  private static func readCues(
    _ file: YAMLDocument, _ group: UInt8, _ checker: PatternLog, _ marker: (String) -> String = { $0 },
    into patterns: inout [(Pattern, PatternSet.Rule)]
  ) throws(RubricError) {
    if file.node.mapping != nil {
      try file.check(keys: ["strong", "weak", "not"])
      try readLevels(file, group, checker, marker, into: &patterns)
    } else {
      try append(file, group, level: group == ReplyGroup.nothing ? 0 : 1, checker, marker, to: &patterns)
    }
  }

  private static func readLevels(
    _ file: YAMLDocument, _ group: UInt8, _ checker: PatternLog, _ marker: (String) -> String = { $0 },
    into patterns: inout [(Pattern, PatternSet.Rule)]
  ) throws(RubricError) {
    if let strong = file["strong"] { try append(strong, group, level: 2, checker, marker, to: &patterns) }
    if let weak = file["weak"] { try append(weak, group, level: 1, checker, marker, to: &patterns) }
    if let not = file["not"] { try append(not, group, level: 0, checker, marker, to: &patterns) }
  }

  private static func append(
    _ file: YAMLDocument, _ group: UInt8, level: UInt8, _ checker: PatternLog, _ marker: (String) -> String,
    to patterns: inout [(Pattern, PatternSet.Rule)]
  ) throws(RubricError) {
    for (number, line) in try file.numberedLines() {
      do throws(PatternError) {
        var rule = PatternSet.Rule(group: group, level: level)
        rule.isNothing = level == 0 && group == ReplyGroup.nothing
        // Most have no condition.
        var words = line.utf8.contains(UInt8(ascii: "@")) ? line.split(separator: " ") : [line[...]]
        while let last = words.last, last.hasPrefix("@") {
          words.removeLast()
          switch last {
          case "@question": rule.sentence = .question
          case "@statement": rule.sentence = .statement
          case "@negatable": rule.isNegatable = true
          case "@alone": rule.isAlone = true
          default: throw .unknownCondition(String(last))
          }
        }
        let pattern = try Pattern(marker(words.joined(separator: " ")))
        checker.note(pattern, file, number, line)
        guard patterns.count < PatternSet.ruleLimit else { throw .tooMany }
        patterns.append((pattern, rule))
      } catch {
        throw .invalidPattern(place: file.place, line: number, pattern: line, reason: error.reason)
      }
    }
  }

  /// The most words of such a term.
  private static let termLimit = 50

  /// A term of the user's list: its words one after the other, whatever else stands in it.
  private static func term(_ text: String, _ checker: PatternLog) throws(RubricError) -> Pattern {
    let words = text.lowercased().split(separator: " ").map { Pattern.word(String($0)) }
    guard !words.isEmpty else { throw .invalidPattern(place: "jargon", line: nil, pattern: text, reason: "is empty") }
    do throws(PatternError) {
      guard words.count <= termLimit else { throw .tooLarge(limit: termLimit) }
      let pattern = Pattern.sequence(words)
      try checker.checker.check(pattern)
      return pattern
    } catch {
      throw .invalidPattern(place: "jargon", line: nil, pattern: text, reason: error.reason)
    }
  }
}

/// Where the patterns of a rubric stand. They are checked one by one only where they cannot be made ready together, because
/// that takes as long as making them ready.
private final class PatternLog {
  let checker: PatternSet.Checker
  private var patterns: [(pattern: Pattern, file: YAMLDocument, line: Int, text: String)] = []

  init(classes: [String: [String]]) { checker = PatternSet.Checker(classes: classes) }

  func note(_ pattern: Pattern, _ file: YAMLDocument, _ line: Int, _ text: String) {
    patterns.append((pattern, file, line, text))
  }

  /// - Throws: what is wrong with the first pattern that is wrong.
  func check() throws(RubricError) {
    for entry in patterns {
      do throws(PatternError) {
        try checker.check(entry.pattern)
      } catch {
        throw .invalidPattern(
          place: entry.file.place, line: entry.line, pattern: entry.text, reason: error.reason)
      }
    }
  }
}
