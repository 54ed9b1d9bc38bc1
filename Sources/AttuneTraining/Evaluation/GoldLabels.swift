/// What the labels of a data set are called by a model: case, "pos" and "Negative emotion", stars and codes such as 0 and 1.
///
/// Labels of the model's own are left as they are, and where all are, nothing else is read. Numbers are read by the set of
/// values that occur (`NumberReading`), which is said; a map overrides any of it. A label without a meaning has no class.
package struct GoldLabels: Sendable {
  /// How a set of numbers is read.
  package struct NumberReading: Sendable, Equatable {
    /// "stars, 1 to 5"
    package var name: String
    /// Up to this value: negative.
    var negative: Int
    /// From this value on: positive. Between the two: neutral.
    var positive: Int
  }

  /// The model's label of each label that occurs; nil for one without a meaning.
  package private(set) var meanings: [String: String?] = [:]
  package private(set) var numbers: NumberReading?
  /// No label had to be read as another.
  package var isIdentity: Bool { meanings.allSatisfy { $0.key == $0.value } }

  private let modelLabels: [String]

  /// - Parameters:
  ///   - labels: all that occur.
  ///   - isSentiment: the model's classes are negative, positive and perhaps neutral.
  ///   - map: their label to the model's; nil leaves the label out.
  package init(_ labels: some Sequence<String>, modelLabels: [String], isSentiment: Bool, map: [String: String?] = [:])
  {
    self.modelLabels = modelLabels
    let map = map.merging(map.map { (Self.plain($0.key), $0.value) }) { first, _ in first }
    let labels = Set(labels)
    // Numbers that a map names say nothing about how the others are meant.
    let isMappedNumber = map.keys.contains { LabelValue($0) != nil }
    for label in labels {
      if let mapped = map[label] ?? map[Self.plain(label)] {
        meanings[label] = .some(mapped)
      } else if modelLabels.contains(label) {
        meanings[label] = label
      }
    }
    let open = labels.filter { meanings[$0] == nil }
    let values = isSentiment && !isMappedNumber ? open.compactMap { LabelValue($0) } : []
    numbers = Self.reading(values)
    for label in open { meanings[label] = .some(meaning(label, isSentiment)) }
  }

  private func meaning(_ label: String, _ isSentiment: Bool) -> String? {
    let plain = Self.plain(label)
    if let own = modelLabels.first(where: { Self.plain($0) == plain }) { return own }
    guard isSentiment else { return nil }
    if let value = LabelValue(label) {
      guard let numbers else { return nil }
      if value.value <= numbers.negative { return known("negative") }
      return known(value.value >= numbers.positive ? "positive" : "neutral")
    }
    return Self.sentiment(plain).flatMap(known)
  }

  private func known(_ label: String) -> String? { modelLabels.contains(label) ? label : nil }

  // MARK: Words

  /// Small, without fastText's mark, with one blank for each run of ASCII marks, but with the signs of numbers.
  static func plain(_ label: String) -> String {
    var label = label.lowercased()
    if label.hasPrefix(LabelRule.mark) { label.removeFirst(LabelRule.mark.count) }
    let isKept = { (letter: Character) in
      letter.isASCII ? letter.isLetter || letter.isNumber || "+'-".contains(letter) : !letter.isWhitespace
    }
    return label.split { !isKept($0) }.joined(separator: " ")
      .replacing(text: "-", with: label.contains(where: \.isLetter) ? " " : "-")
  }

  private static func sentiment(_ plain: String) -> String? {
    if let known = phrases[plain] { return known }
    let words = plain.split(separator: " ").map(String.init)
    guard !words.contains(where: { doubts.contains($0) }) else { return nil }
    let found = Set(words.compactMap { Self.words[$0] })
    return found.count == 1 ? found.first : nil
  }

  private static let phrases = [
    "no emotion": "neutral", "no sentiment": "neutral", "no emotion toward brand or product": "neutral",
    "neither positive nor negative": "neutral", "neither": "neutral", "thumbs up": "positive",
    "thumbs down": "negative",
    "👍": "positive", "👎": "negative", "😀": "positive", "🙂": "positive", "😊": "positive", "😐": "neutral",
    "🙁": "negative", "😞": "negative", "😡": "negative", "+": "positive", "-": "negative", "p": "positive",
    "n": "negative", "neu": "neutral",
  ]

  /// "Not positive", "mixed", "positive or negative" say no class.
  private static let doubts: Set<String> = [
    "not", "non", "no", "un", "mixed", "both", "or", "nor", "than", "can't", "unknown", "unclear", "irrelevant",
    "relevant",
  ]

  private static let words: [String: String] = {
    var words: [String: String] = [:]
    for word in [
      "positive", "pos", "posi", "positiv", "positif", "positivo", "positiva", "good", "favorable", "favourable",
      "happy",
      "satisfied", "gut", "zufrieden", "content", "bueno",
    ] { words[word] = "positive" }
    for word in [
      "negative", "neg", "nega", "negativ", "negatif", "négatif", "negativo", "negativa", "bad", "unfavorable",
      "unfavourable", "unhappy", "dissatisfied", "unsatisfied", "schlecht", "unzufrieden", "mécontent", "malo",
    ] { words[word] = "negative" }
    for word in ["neutral", "neut", "neutre", "neutro", "neutra", "indifferent"] { words[word] = "neutral" }
    return words
  }()

  // MARK: Numbers

  /// How numbers are meant; nil where their set does not tell.
  private static func reading(_ values: [LabelValue]) -> NumberReading? {
    let set = Set(values.map(\.value))
    guard let least = set.min(), let most = set.max() else { return nil }
    let stars = values.contains(where: \.isStars)
    if stars, least >= 1, most <= 5 { return NumberReading(name: "stars, 1 to 5", negative: 2, positive: 4) }
    let outOf = Set(values.compactMap(\.outOf))
    if outOf == [10] { return NumberReading(name: "a scale to 10", negative: 4, positive: 7) }
    if outOf == [5] { return NumberReading(name: "a scale to 5", negative: 2, positive: 4) }
    switch (least, most) {
    case (..<0, 1...): return NumberReading(name: "a scale around 0", negative: -1, positive: 1)
    case (-1, 0): return NumberReading(name: "a scale around 0", negative: -1, positive: 1)
    case (0, 1): return NumberReading(name: "codes 0 and 1", negative: 0, positive: 1)
    case (0, 2): return NumberReading(name: "codes 0 to 2", negative: 0, positive: 2)
    case (0, 4) where set.isSubset(of: [0, 2, 4]):
      return NumberReading(name: "codes 0, 2 and 4", negative: 0, positive: 4)
    case (0, 4): return NumberReading(name: "a scale from 0 to 4", negative: 1, positive: 3)
    case (1, 2): return NumberReading(name: "codes 1 and 2", negative: 1, positive: 2)
    case (1, 3): return NumberReading(name: "codes 1 to 3", negative: 1, positive: 3)
    case (1..., 4...5): return NumberReading(name: "stars, 1 to 5", negative: 2, positive: 4)
    case (0, 5): return NumberReading(name: "stars, 0 to 5", negative: 2, positive: 4)
    case (1..., 7): return NumberReading(name: "a scale from 1 to 7", negative: 3, positive: 5)
    case (0..., 8...10): return NumberReading(name: "a scale to 10", negative: 4, positive: 7)
    default: return nil
    }
  }
}

/// A label that is a number: "1", "+1", "4.0", "5 stars", "★★★★☆", "4/5", "4 out of 5".
struct LabelValue: Equatable {
  var value: Int
  var isStars = false
  var outOf: Int?

  init?(_ label: String) {
    var text = label.lowercased().filter { !$0.isWhitespace && $0 != "_" && $0 != "\u{FE0F}" }
    if text.hasPrefix("label") { text.removeFirst(5) }
    let filled = text.filter { $0 == "★" || $0 == "⭐" || $0 == "*" }.count
    if filled > 0, text.allSatisfy({ "★⭐☆*".contains($0) }), text.count <= 10 {
      (value, isStars) = (filled, true)
      return
    }
    for ending in ["stars", "star", "sterne", "stern", "étoiles", "étoile", "estrellas", "estrella", "★", "⭐"]
    where text.hasSuffix(ending) {
      text.removeLast(ending.count)
      isStars = true
      break
    }
    for mark in ["outof", "/"] {
      guard let place = text.firstRange(ofText: mark) else { continue }
      guard let most = Int(text[place.upperBound...]), (2...100).contains(most) else { return nil }
      outOf = most
      text = String(text[..<place.lowerBound])
      break
    }
    if text.hasSuffix(".0") { text.removeLast(2) }
    guard !text.isEmpty, text.count <= 4, let number = Int(text) else { return nil }
    value = number
  }
}
