import AttuneStatistics

/// Which scale a column of answers has: proven by what the column says, or a question to the user. What merely happens to
/// be the smallest and the greatest answer proves nothing: 193 reviews of one star are on a scale of five.
package enum ScaleFinding: Sendable, Hashable {
  case proven(Scale)
  /// Two scales fit, and they give different figures: the narrowest one and another, or one with either end as the best.
  case open(Scale, Scale)
  /// No answers, or no scale in use holds them.
  case none

  package var scale: Scale? { if case .proven(let scale) = self { scale } else { nil } }
}

extension Scale {
  /// The share of answers that may lie outside a scale: slips such as 55 or 99.
  static let slips = 0.01

  /// Finds the scale of satisfaction or effort.
  ///
  /// 1. The column's name ("rating (1-7)", "score out of 10"), if most answers fit: up to three other numbers stand for no
  ///    answer, unless they are more than a third, which is open.
  /// 2. The tops that fields name ("4/5", "4 stars").
  /// 3. Answers within 1-5 are on 1-5, unless there are many and a narrower scale explains them better.
  /// 4. Beyond that the narrowest scale in use that holds the answers, if its top and at least half of its answers occur,
  ///    or if every wider one gives the same figures. Anything else is open, and so are answers with a gap, such as 1-5 and 9.
  ///
  /// - Parameters:
  ///   - answers: as they stand in the column.
  ///   - tops: the tops that fields named, and how often.
  ///   - name: of the column.
  /// - Complexity: O(different answers)
  package static func find(
    _ answers: Distribution, tops: [Double: Int] = [:], name: String = "", best given: Best? = nil
  ) -> ScaleFinding {
    guard answers.count > 0 else { return .none }
    let column = ScaleName(name)
    let best = given ?? ScaleEnds(in: name)?.best ?? .high
    if let column, !column.isWord, let named = column.finding(of: answers, best: best) { return named }
    if let top = tops.max(by: { ($0.value, $0.key) < ($1.value, $1.key) })?.key {
      let found = withTop(top, answers, best)
      if found != .none || 2 * tops.values.reduce(0, +) >= answers.count { return found }
    }
    if Scale(1, 5).holds(answers), !answers.hasAny(in: 5.000_001...10) {
      let usual = Scale(1, 5, best: best)
      return narrower(answers).map { .open(usual, Scale(1, $0, best: best)) } ?? .proven(usual)
    }

    if let top = fromZero(answers) { return .open(Scale(0, 5, best: best), Scale(0, top, best: best)) }
    if isZeroNoAnswer(answers) { return .open(Scale(1, 5, best: best), Scale(0, 5, best: best)) }
    let fitting = inUse.filter { $0.holds(answers) }.map { $0.with(best) }
    guard let narrowest = fitting.first else { return .none }
    // Shares, not answers.
    if narrowest.highest == 1, answers.values.contains(where: { $0 != $0.rounded() }) { return .none }
    // German marks go from 1 to 6.
    if narrowest.highest == 6, narrowest.lowest == 1, AnswerDirection.isSchoolMark(ColumnName(name)) {
      return .proven(narrowest)
    }
    if let usual = narrowest.highest > 10 ? withCodes(answers) : withGap(answers) {
      return .open(usual.with(best), narrowest)
    }
    if isAlmostFive(answers) || narrowest.highest == 6 && answers.count >= fewestForCodes {
      return .open(Scale(1, 5, best: best), narrowest)
    }
    let values = answers.values.filter { narrowest.contains($0) && $0 == $0.rounded() }
    let isProven =
      !rare.contains(narrowest.highest) && values.contains(narrowest.highest)
      && 2 * values.count >= narrowest.points
    if isProven || !narrowest.hasBoxes { return .proven(narrowest) }
    let shares = fitting.map { $0.shares(of: answers) }
    guard let other = fitting.indices.last(where: { fitting[$0].hasBoxes && shares[$0] != shares[0] }) else {
      return .proven(narrowest)
    }
    return .open(narrowest, fitting[other])
  }

  /// Whether no more than a few of many answers lie outside 1-5, as slips of the hand do.
  private static func isAlmostFive(_ answers: Distribution) -> Bool {
    let usual = Scale(1, 5)
    let outside = answers.number { $0 > usual.highest }
    return answers.count >= fewestForSlips && answers.values.allSatisfy { $0 >= usual.lowest }
      && outside <= max(1, Int(fewSlips * Double(answers.count)))
      && answers.values.indices.contains { usual.contains(answers.values[$0]) && answers.occurrences($0) > outside }
      && 2 * answers.values.count { usual.contains($0) } >= usual.points
  }

  /// The scale of most answers, where all others are a few different numbers far off it, such as 0 and 99 beside 1-5, which
  /// stand for no answer; nil where there are none.
  static func withCodes(_ answers: Distribution) -> Scale? {
    guard answers.count >= fewestForCodes, let lowest = answers.values.first, let highest = answers.values.last,
      lowest < 0 || highest > 10, answers.values.allSatisfy({ $0 == $0.rounded() })
    else { return nil }
    return [Scale(1, 5), Scale(1, 7), Scale(0, 10)].first { scale in
      let inside = answers.values.count { scale.contains($0) }
      let outside = answers.values.count - inside
      return inside >= leastInside && outside <= fewCodes && scale.holdsMost(of: answers)
    }
  }

  /// The scale of most answers, where a gap is between its top and a number or two beyond it, such as 9 beside 1-5, or 0 stands
  /// below 1-7; nil where there is none.
  private static func withGap(_ answers: Distribution) -> Scale? {
    guard answers.values.allSatisfy({ $0 == $0.rounded() && $0 >= 0 }) else { return nil }
    return [Scale(1, 5), Scale(1, 7)].first { scale in
      let outside = answers.values.filter { !scale.contains($0) }
      let hasGap = outside.contains { $0 > scale.highest } || scale.highest == 7 && outside == [0]
      return hasGap && outside.count <= 2 && !outside.contains(scale.highest + 1)
        && answers.values.contains(scale.highest) && answers.values.count - outside.count >= leastInside
        && scale.holdsMost(of: answers)
    }
  }

  private func holdsMost(of answers: Distribution) -> Bool {
    Double(answers.number { contains($0) }) >= 0.6 * Double(answers.count)
  }

  /// Different answers on the scale.
  private static let leastInside = 4
  /// Different numbers that stand for no answer, and answers from which on they are told.
  static let fewCodes = 3
  private static let fewestForCodes = 20
  /// How many answers there must be, and the share of them that may be slips.
  private static let fewestForSlips = 5
  private static let fewSlips = 0.1

  /// The top of a scale of three or four answers that many answers within 1-5 fit better: each of its answers is common, and
  /// none is above it.
  private static func narrower(_ answers: Distribution) -> Double? {
    guard answers.count >= 50, let top = answers.values.last, top == 3 || top == 4 else { return nil }
    let areCommon = (1...Int(top)).allSatisfy { answer in
      20 * answers.number { $0 == Double(answer) } >= answers.count
    }
    return areCommon && answers.values.allSatisfy { $0 == $0.rounded() } ? top : nil
  }

  /// The top of many answers from 0 to 4 of which each is common and none is above it: on a scale of five nobody would ever
  /// be content.
  private static func fromZero(_ answers: Distribution) -> Double? {
    guard answers.count >= 10, let top = answers.values.last, (2...4).contains(top), top == top.rounded(),
      answers.values.allSatisfy({ $0 == $0.rounded() && $0 >= 0 })
    else { return nil }
    let areCommon = (0...Int(top)).allSatisfy { answer in
      20 * answers.number { $0 == Double(answer) } >= answers.count
    }
    return areCommon ? top : nil
  }

  /// The finding of a column in which 0 may stand for no answer: under a name of stars, a rating or satisfaction, of a scale
  /// up to five that nobody says begins with 0, as hardly any does.
  package static func asking(
    ofZerosIn answers: Distribution, _ finding: ScaleFinding, name: String
  ) -> ScaleFinding {
    guard case .proven(let scale) = finding, scale.lowest == 0, scale.highest == 5, answers.values.contains(0),
      ScaleName(name)?.lowest == nil, NameRules.strength(ColumnName(name), .csat) >= 2
    else { return finding }
    return .open(Scale(1, 5, best: scale.best), scale)
  }

  /// Whether 0 is so much more common than any answer of 1 to 5 that it may stand for none.
  private static func isZeroNoAnswer(_ answers: Distribution) -> Bool {
    guard answers.count >= fewestForSlips, Scale(0, 5).holds(answers) else { return false }
    let zeros = answers.number { $0 == 0 }
    return zeros > 0 && answers.hasAny(in: 5...5)
      && answers.values.indices.allSatisfy { answers.values[$0] == 0 || answers.occurrences($0) < zeros }
  }

  /// Finds the scale of a likelihood to recommend: 0-10 if the column's name says so, or an answer above 5 occurs.
  package static func findPromoter(
    _ answers: Distribution, tops: [Double: Int] = [:], name: String = ""
  ) -> ScaleFinding {
    let top = tops.max { ($0.value, $0.key) < ($1.value, $1.key) }?.key
    guard answers.hasAny(in: 0...10) else { return .proven(.promoter) }
    let named = ScaleName(name)
    // Where the name begins at 1, or says so, 0 is no answer.
    if let named, named.highest == 10, named.lowest == 1 || named.codes.contains(0) { return .proven(Scale(1, 10)) }
    let isNamed = named.map { $0.isPromoter || $0.highest == 10 } ?? false
    if top == 10 || top == nil && (isNamed || answers.hasAny(in: 5.000_001...10)) {
      return .proven(.promoter)
    }
    return .open(.promoter, Scale(answers.hasAny(in: 0...0) ? 0 : 1, top.map { $0 >= 2 ? $0 : 5 } ?? 5))
  }

  /// Where fields name the top, only the other end is open: a share of answers that are 0 tells it.
  static func withTop(_ top: Double, _ answers: Distribution, _ best: Best) -> ScaleFinding {
    guard top == top.rounded(), (1...1_000_000).contains(top) else { return .none }
    if top == 1 { return .proven(Scale(0, 1, best: best)) }
    let scale = Scale(1, top, best: best)
    let found = scale.holds(answers) && top != 100 ? scale : Scale(0, top, best: best)
    return found.holds(answers) ? .proven(found) : .none
  }

  /// Scales in use besides 1-5, the narrower ones first.
  private static let inUse = [
    Scale(0, 1), Scale(0, 5), Scale(1, 6), Scale(1, 7), Scale(1, 9), Scale(1, 10), Scale(0, 10), Scale(0, 100),
  ]
  /// The tops of scales that are too rare to be believed without being told.
  private static let rare: Set<Double> = [6, 9]

  /// Whether all answers are on the scale, but for slips.
  func holds(_ answers: Distribution) -> Bool {
    let inside = answers.number { contains($0) }
    return inside > 0 && Double(answers.count - inside) <= Self.slips * Double(answers.count)
  }

  /// The figures that the scale would give: of one, two and three best answers, of those on the scale.
  private func shares(of answers: Distribution) -> [Double] {
    let count = Double(max(answers.number { contains($0) }, 1))
    let usual = points < 4 ? 1 : 2
    return [usual, points >= 7 ? 3 : usual].map { boxes in
      Double(answers.number { contains($0) && isTop($0, boxes: boxes) }) / count
    }
  }
}

extension Distribution {
  fileprivate func number(_ isCounted: (Double) -> Bool) -> Int {
    values.indices.reduce(0) { $0 + (isCounted(values[$1]) ? occurrences($1) : 0) }
  }

  fileprivate func hasAny(in range: ClosedRange<Double>) -> Bool { values.contains { range.contains($0) } }
}

/// What a column's name says of its scale: "rating_1_7", "Score (out of 10)", "How likely …? 0 to 10", "stars", "NPS",
/// "Satisfaction (1 = poor, 4 = great)".
struct ScaleName {
  /// nil where only the top is named.
  var lowest: Double?
  var highest: Double
  /// Whether it names the net promoter score, or asks for a recommendation.
  var isPromoter = false
  /// Whether it says so by what it asks, and not by numbers.
  var isWord = false
  /// Whether it names stars, and no number of them, so that 0 is asked about.
  var isOfStars = false
  /// Numbers that it says to stand for no answer: "6 = don't know".
  var codes: Set<Double> = []

  init?(_ name: String) {
    let (marked, codes) = Self.parted(name)
    self.codes = codes
    let tokens = marked.filter { $0.word != ")" }
    if let range = ScaleAnchors(marked)?.range {
      (lowest, highest) = range
      isPromoter = lowest == 0 && highest == 10
      return
    }
    for index in tokens.indices {
      guard case .number(let number) = tokens[index] else { continue }
      func word(_ offset: Int) -> String? {
        guard tokens.indices.contains(index + offset), case .word(let word) = tokens[index + offset] else { return nil }
        return word
      }
      func otherNumber(_ offset: Int) -> Double? {
        guard tokens.indices.contains(index + offset), case .number(let number) = tokens[index + offset] else {
          return nil
        }
        return number
      }
      // Two numbers, and no third, as a date would have.
      let isLink = word(1).map { Self.links.contains($0) } ?? false
      if number <= 1, otherNumber(-1) == nil, let top = otherNumber(isLink ? 2 : 1), (2...100).contains(top),
        otherNumber(isLink ? 3 : 2) == nil
      {
        (lowest, highest) = (number, top)
        isPromoter = number == 0 && top == 10
        return
      }
      guard (2...100).contains(number) else { continue }
      let isTop = (word(-1).map { $0 == "/" || Self.topWords.contains($0) } ?? false) && otherNumber(-2) == nil
      if isTop || Self.units.contains(word(1) ?? "") {
        highest = number
        return
      }
    }
    let words = tokens.compactMap { if case .word(let word) = $0 { word } else { nil } }
    if words.contains(where: { word in Self.promoters.contains { word.hasPrefix($0) } }) {
      (lowest, highest, isPromoter, isWord) = (0, 10, true, true)
    } else if words.contains(where: Self.stars.contains) {
      (highest, isOfStars) = (5, true)
    } else {
      return nil
    }
  }

  /// What stands before the top of a scale: "out of 10", "von 5".
  static let topWords: Set<String> = ["of", "von", "sur", "sobre", "aus"]

  /// The named scale, with the end that the name leaves open taken from whether 0 occurs, which is no answer below 1-5.
  private func scale(of answers: Distribution) -> Scale? {
    if let lowest { return Scale(lowest, highest) }
    return (2...5).contains(highest) && !isOfStars ? Scale(1, highest) : Scale.withTop(highest, answers, .high).scale
  }

  /// - Returns: nil where the answers are on another scale.
  fileprivate func finding(of answers: Distribution, best: Scale.Best) -> ScaleFinding? {
    guard let named = scale(of: answers)?.with(best) else { return nil }
    let outside = answers.values.filter { !named.contains($0) && !codes.contains($0) }
    let beyond = answers.number(outside.contains)
    let inside = answers.number { named.contains($0) }
    if named.holds(answers) || beyond == 0 && inside > 0 { return .proven(named) }
    guard inside > 0, outside.allSatisfy({ $0 == $0.rounded() }) else { return nil }
    if outside.count <= Scale.fewCodes, 3 * beyond <= inside + beyond { return .proven(named) }
    switch Scale.find(answers, best: best) {
    case .proven(let other), .open(_, let other): return .open(named, other)
    case .none: return nil
    }
  }

  /// What may tell the scale of a column: its label, such as the question of "Q1", else its name.
  static func wording(name: String, label: String?) -> String {
    guard let label, !label.isEmpty, ScaleName(label) != nil || ScaleName(name) == nil else { return name }
    return label
  }

  enum Token: Equatable {
    case number(Double)
    case word(String)

    var word: String? { if case .word(let word) = self { word } else { nil } }
  }

  private static let links: Set<String> = ["to", "bis", "a", "through", "hasta"]
  private static let units: Set<String> = [
    "point", "points", "pt", "pts", "punkte", "punkten", "puntos", "star", "stars", "sterne", "sternen", "etoiles",
    "estrellas", "er",
  ]
  private static let stars: Set<String> = ["star", "stars", "sterne", "etoiles", "estrellas"]
  private static let promoters = ["nps", "netpromoter", "promoter", "recommend", "weiterempf", "recommand", "recomend"]

  /// Numbers and words, with ")" for the end of what stands in brackets or before a comma; digits behind a letter ("q1") are
  /// part of a word. What stands for no answer is left out.
  static func tokens(_ name: String) -> [Token] { parted(name).tokens }

  /// The tokens without numbers that stand for no answer, "6 = don't know" or "don't know = 6", and these numbers, which lie
  /// outside all others.
  private static func parted(_ name: String) -> (tokens: [Token], codes: Set<Double>) {
    let all = name.prefix(400).split { $0 == "," || $0 == ";" }.flatMap { marked($0) + [.word(")")] }
    func isWord(_ token: Token) -> Bool { token.word != nil && token.word != ")" }
    var (tokens, codes) = (all, Set<Double>())
    for index in all.indices.reversed() {
      guard index < tokens.count, case .number(let number) = tokens[index] else { continue }
      let behind = tokens[(index + 1)...].prefix(while: isWord)
      let before = tokens[..<index].reversed().prefix { isWord($0) && $0.word != "(" }.count
      if NoAnswers.says(behind.drop { ["=", "(", ":"].contains($0.word) }.compactMap(\.word)) {
        tokens.removeSubrange(index..<behind.endIndex)
      } else if before > 1, tokens[index - 1].word == "=",
        NoAnswers.says(tokens[(index - before)..<(index - 1)].compactMap(\.word))
      {
        tokens.removeSubrange((index - before)...index)
      } else {
        continue
      }
      codes.insert(number)
    }
    let others = tokens.compactMap { if case .number(let number) = $0, number <= 100 { number } else { nil } }
    let areOutside =
      others.min().map { first in codes.allSatisfy { $0 < first || $0 > others.max() ?? first } } ?? true
    return (areOutside ? tokens : all, areOutside ? codes : [])
  }

  /// With ")" for the end of what stands in brackets.
  static func marked(_ name: Substring) -> [Token] {
    var tokens: [Token] = []
    var rest = Substring(AnswerWords.normalized(String(name)))
    while let first = rest.first {
      if first.isASCII, first.isNumber {
        let digits = rest.prefix { $0.isASCII && $0.isNumber }
        rest = rest.dropFirst(digits.count)
        tokens.append(.number(digits.count <= 9 ? Double(digits) ?? 0 : 0))
      } else if first.isLetter {
        let word = rest.prefix { $0.isLetter || $0.isNumber }
        rest = rest.dropFirst(word.count)
        tokens.append(.word(String(word)))
      } else {
        if "/=(:)".contains(first) {
          tokens.append(.word(String(first)))
        } else if "[]".contains(first) {
          tokens.append(.word(first == "[" ? "(" : ")"))
        }
        rest = rest.dropFirst()
      }
    }
    return tokens
  }
}
