@testable import Attune
@testable import AttuneCare
@testable import AttuneReports

/// Files of all kinds that are YAML: each is read or refused, and says the same when it is read again.
func fuzzYAML(_ input: UnsafeBufferPointer<UInt8>) {
  let text = String(decoding: input, as: UTF8.self)
  let rubric = outcome { () throws(RubricError) in try Rubric(yaml: text) }
  precondition(rubric.failure == outcome { () throws(RubricError) in try Rubric(yaml: text) }.failure)
  if let rubric = rubric.success {
    let coach = ReplyCoach(rubric: rubric, model: nil)
    _ = coach.assess(
      "Hello Ann, sorry for the delay. Did it help? I will call you today!", customer: "It is broken. Ann")
  }
  _ = outcome { () throws(RubricError) in try PhraseBook(yaml: text) }
  _ = outcome { () throws(RubricError) in try ScenarioBook(yaml: text) }
  _ = outcome { () throws(UrgencyWeights.Failure) in try UrgencyWeights(yaml: text) }
  _ = try? UrgencyCues(yaml: text)
  let taxonomy = outcome { () throws(Taxonomy.Failure) in try Taxonomy(yaml: text) }
  precondition(taxonomy.failure == outcome { () throws(Taxonomy.Failure) in try Taxonomy(yaml: text) }.failure)
}

/// Patterns, one a line, in both spellings: what is made of one finds what it should, twice the same.
func fuzzCues(_ input: UnsafeBufferPointer<UInt8>) {
  let text = String(decoding: input, as: UTF8.self)
  let classes = ["negation": ["not", "never"], "nice": ["good", "well_done", "fix~", "<very>"], "very": ["very"]]
  var patterns: [(Pattern, PatternSet.Rule)] = []
  for line in text.split(separator: "\n") {
    guard let pattern = try? Pattern(line) else { continue }
    patterns.append((pattern, .init(group: UInt8(patterns.count % 8), level: 1)))
  }
  if let set = try? PatternSet(patterns: patterns, classes: classes, named: ["negation"]) {
    precondition(set.automaton.stateCount <= PatternSet.stateLimit)
    let matcher = MessageMatcher(set)
    let tokens = MessageTokens(set, abbreviations: [Bool](repeating: false, count: set.symbolCount))
    // The patterns' own words, so that they match.
    tokens.read(input, parts: [0..<input.count])
    matcher.match(tokens.all)
    let first = matcher.matches
    for match in first { check(match, tokens.all.count, patterns.count) }
    matcher.match(tokens.all)
    precondition(matcher.matches == first && first.count <= MessageMatcher.matchLimit)
  }

  let terms = text.split(separator: "\n").compactMap { try? Pattern(term: String($0), classes: classes.keys) }
    .map { (pattern: $0, rule: PatternSet.Rule(group: 0, level: 1)) }
  guard let set = try? PatternSet(patterns: terms, classes: classes, named: [], direction: .backwards) else { return }
  let matcher = StreamMatcher(set)
  scorer.add(input)
  scorer.finish()
  defer { scorer.reset() }
  var found: [[PatternMatch]] = [[], []]
  for pass in 0..<2 {
    matcher.scan(scorer.tokens![0]) {
      found[pass].append($0)
    } loud: { _ in
    }
  }
  for match in found[0] { check(match, scorer.tokens![0].count, terms.count) }
  precondition(found[0] == found[1])
}

private nonisolated(unsafe) let scorer = try! Scorer(model: .shipped(), keepsTokens: true)

private func check(_ match: PatternMatch, _ tokenCount: Int, _ ruleCount: Int) {
  precondition(match.first <= match.last && Int(match.last) < tokenCount && Int(match.rule) < ruleCount)
}

/// Masked, a text is as it was but for the masks; it takes steps in proportion to its length; nothing is masked twice.
func fuzzRedaction(_ input: UnsafeBufferPointer<UInt8>) {
  let text = String(decoding: input, as: UTF8.self)
  var steps = 0
  let masked = Redaction.redact(text, steps: &steps)
  precondition(steps <= 200 * (text.unicodeScalars.count + 10))
  var reader = PersonalDataReader(text)
  var end = 0
  var length = text.unicodeScalars.count
  for (range, kind) in reader.read() {
    precondition(range.lowerBound >= end && !range.isEmpty)
    end = range.upperBound
    length += kind.rawValue.unicodeScalars.count - range.count
  }
  precondition(end <= text.unicodeScalars.count && masked.unicodeScalars.count == length)
}

private func outcome<Value, Failure: Error>(_ body: () throws(Failure) -> Value) -> Result<Value, Failure> {
  do throws(Failure) { return .success(try body()) } catch { return .failure(error) }
}

extension Result {
  fileprivate var success: Success? { if case .success(let value) = self { value } else { nil } }
  fileprivate var failure: Failure? { if case .failure(let error) = self { error } else { nil } }
}
