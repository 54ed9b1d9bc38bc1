/// What more of an answer means, as the name of a column, or the question, tells it.
package enum AnswerDirection: Sendable, Hashable {
  /// More of something good: ease, satisfaction.
  case good
  /// More of something bad: effort, dissatisfaction. Of German school marks, 1 is the best.
  case bad
  /// The name does not tell: a bare "Effort", whose score counts ease as often, or "Gesamtnote", on which 1 or the top may
  /// be the best.
  case open

  /// - Parameters:
  ///   - wording: the name or the question.
  ///   - scale: of the answers.
  /// - Complexity: O(length of the wording)
  package init(_ wording: String, on scale: Scale) {
    let name = ColumnName(Self.withoutEnds(wording))
    let words = name.words.split(separator: " ").map(String.init)
    let ease = Self.place(of: Self.ease, in: words)
    let difficulty = Self.place(of: Self.difficulty, in: words)
    if Self.isMark(ColumnName(wording), on: scale) {
      self = Self.isSchoolMark(ColumnName(wording)) ? .bad : .open
    } else if let ease, difficulty.map({ ease.place < $0.place }) ?? true, !Self.asksHowMuchEffort(name) {
      self = ease.isNegated ? .bad : .good
    } else if let difficulty {
      // "How difficult or easy was it?" counts either way.
      self = ease != nil && !Self.asksHowMuchEffort(name) ? .open : difficulty.isNegated ? .good : .bad
    } else if Self.place(of: Self.effort, in: words) != nil {
      self = Self.lowEffort.contains { name.holds($0) } ? .good : Self.asksHowMuchEffort(name) ? .bad : .open
    } else if name.parts.contains("ces") {
      self = .open
    } else {
      let content = Self.place(of: Self.content, in: words)
      let isBad = content?.isNegated ?? (Self.place(of: Self.discontent, in: words) != nil)
      self = isBad ? .bad : .good
    }
  }

  /// The wording without what the ends of the scale mean: "(1 = not at all easy, 5 = very easy)".
  private static func withoutEnds(_ wording: String) -> String {
    var kept = ""
    var bracket: String?
    for character in wording.prefix(400) {
      switch character {
      case "(", "[":
        kept += bracket ?? ""
        bracket = String(character)
      case ")", "]":
        let inside = (bracket ?? "") + String(character)
        if !inside.contains(where: \.isNumber) { kept += inside }
        bracket = nil
      case "=" where bracket == nil:
        // The number that is explained goes with it.
        return String(kept.reversed().drop { $0.isNumber || $0 == " " }.reversed())
      default:
        if bracket == nil { kept.append(character) } else { bracket?.append(character) }
      }
    }
    return kept + (bracket.map { $0.contains(where: \.isNumber) ? "" : $0 } ?? "")
  }

  /// The first place of one of the words; a place that is not negated, if there is one. Words that end with "*" stand for
  /// all that begin so.
  static func place(of wanted: [String], in words: [String]) -> (place: Int, isNegated: Bool)? {
    let places = words.indices.filter { index in
      wanted.contains { $0.hasSuffix("*") ? words[index].hasPrefix($0.dropLast()) : words[index] == $0 }
    }
    guard let first = places.first else { return nil }
    let plain = places.first { place in
      // "not at all easy", "nicht so einfach"
      !words[max(place - 3, 0)..<place].contains { negations.contains($0) }
    }
    return (plain ?? first, plain == nil)
  }

  private static func isMark(_ name: ColumnName, on scale: Scale) -> Bool {
    guard scale.lowest == 1, scale.highest <= 6 else { return false }
    return ["schulnote*", "zensur*", "gesamtnote*"].contains { name.holds($0) }
      || scale.highest == 6 && ["note", "noten"].contains { name.parts.contains($0) }
  }

  /// Whether a name says that answers are German school marks, of which 1 is the best.
  static func isSchoolMark(_ name: ColumnName) -> Bool { ["schulnote*", "zensur*"].contains(where: name.holds) }

  private static func asksHowMuchEffort(_ name: ColumnName) -> Bool {
    muchEffort.contains { name.holds($0) } && !ourEffort.contains { name.holds($0) }
  }

  private static let negations: Set<String> = [
    "not", "never", "isnt", "wasnt", "nicht", "kein", "keine", "pas", "no", "non", "nao", "niet",
  ]
  static let ease = [
    "easy", "ease", "easily", "easier", "effortless*", "simple", "simply", "einfach", "leicht", "muhelos",
    "unkompliziert", "facile", "facilement", "facilite", "facil", "facilmente", "facilidad", "facilidade", "sencillo",
    "sencilla", "semplice", "makkelijk", "gemakkelijk", "eenvoudig",
  ]
  private static let difficulty = [
    "difficult*", "hard", "harder", "hassle", "struggle*", "complicated", "cumbersome", "schwierig*", "schwer",
    "kompliziert", "umstandlich", "aufwandig", "anstrengend", "difficile", "difficulte", "complique", "penible",
    "dificil",
    "dificultad", "complicado", "complicada", "dificuldade", "difficolta", "complicato", "moeilijk",
  ]
  private static let effort = [
    "effort", "efforts", "effortful", "deffort", "defforts", "leffort", "aufwand", "anstrengung", "muhe", "esfuerzo",
    "esforco",
    "sforzo", "inspanning", "moeite",
  ]
  /// Questions for the amount of effort.
  private static let muchEffort = [
    "effortful", "much effort", "much of an effort", "amount of effort", "level of effort", "degree of effort",
    "lot of effort",
    "high effort", "effort required", "effort needed", "effort did", "effort was", "effort it took", "effort you had",
    "effort to", "effort level", "perceived effort", "viel aufwand", "wieviel aufwand", "wie hoch war", "wie gross war",
    "hoher aufwand", "grosser aufwand", "viel muhe", "wieviel muhe", "combien deffort*", "quel effort", "quels efforts",
    "niveau deffort", "beaucoup deffort*", "cuanto esfuerzo", "nivel de esfuerzo", "mucho esfuerzo", "quanto esforco",
    "nivel de esforco", "muito esforco", "quanto sforzo", "livello di sforzo", "hoeveel moeite", "hoeveel inspanning",
  ]
  /// Of what the other side did, more of which is better.
  private static let ourEffort = [
    "effort did we", "effort did our", "effort did the agent", "effort did the team", "effort did the staff",
    "effort did the representative", "effort we", "effort our", "effort the agent", "effort the team",
    "effort the staff",
  ]
  private static let lowEffort = [
    "little effort", "low effort", "minimal effort", "wenig aufwand", "geringer aufwand", "peu deffort*",
    "poco esfuerzo",
    "pouco esforco", "poco sforzo", "weinig moeite",
  ]
  static let content = [
    "satisf*", "zufried*", "happy", "happiness", "content", "soddisf*", "tevreden*", "csat", "pleased", "glucklich",
  ]
  private static let discontent = [
    "dissatisf*", "unsatisf*", "unzufried*", "insatisf*", "insoddisf*", "ontevreden*", "mecontent*", "descontent*",
    "unhapp*", "unglucklich", "frustrat*", "frustriert*", "annoy*", "disappoint*", "enttausch*", "irritat*",
  ]
}

extension AnswerDirection {
  /// What an end of a scale means.
  enum End: Sendable {
    case good, bad
    /// So little, or so much, of what the name asks for.
    case little, much

    /// "very low effort", "sehr einfach", "not at all", "extremely".
    init?(_ text: String) {
      let name = ColumnName(text)
      var words = name.words.split(separator: " ").map(String.init)
      // "A great deal" is much, and nothing good.
      let amount = words.indices.dropFirst().first {
        Self.amounts.contains(words[$0]) && ["great", "good"].contains(words[$0 - 1])
      }
      if let amount { words.removeSubrange(amount - 1...amount) }
      let little = words.contains { Self.littleWords.contains($0) }
      let much =
        amount != nil || words.contains { Self.muchWords.contains($0) || !little && Self.intensifiers.contains($0) }
      if AnswerDirection.place(of: AnswerDirection.effort, in: words) != nil, little != much {
        self = little ? .good : .bad
      } else if let ease = AnswerDirection.place(of: AnswerDirection.ease, in: words) {
        self = ease.isNegated || little ? .bad : .good
      } else if let difficulty = AnswerDirection.place(of: AnswerDirection.difficulty, in: words) {
        self = difficulty.isNegated ? .good : .bad
      } else if let content = AnswerDirection.place(of: AnswerDirection.content, in: words) {
        self = content.isNegated || little ? .bad : .good
      } else if let discontent = AnswerDirection.place(of: AnswerDirection.discontent, in: words) {
        self = discontent.isNegated ? .good : .bad
      } else if let good = AnswerDirection.place(of: Self.goodWords, in: words) {
        self = good.isNegated ? .bad : .good
      } else if let bad = AnswerDirection.place(of: Self.badWords, in: words) {
        self = bad.isNegated ? .good : .bad
      } else if name.words.hasPrefix("not at all") || little != much {
        self = name.words.hasPrefix("not at all") || little ? .little : .much
      } else {
        return nil
      }
    }

    /// What one labelled number alone tells: "5 = worst", "1 = best".
    func best(at number: Double) -> ScaleEnds? {
      switch self {
      case .good: ScaleEnds(best: number <= 1 ? .low : .high)
      case .bad: ScaleEnds(best: number <= 1 ? .high : .low)
      case .little, .much: nil
      }
    }

    private static let goodWords = [
      "best", "excellent", "outstanding", "perfect", "great", "good", "wonderful", "amazing", "superb", "ideal",
      "love*",
      "positive", "gut", "beste", "bester", "bestens", "ausgezeichnet", "hervorragend", "perfekt", "super", "toll",
      "positiv", "bon", "bonne", "bien", "excellent", "excellente", "parfait", "parfaite", "meilleur", "meilleure",
      "bueno", "buena", "mejor", "excelente", "perfecto", "melhor", "otimo", "ottimo", "buono", "migliore", "goed",
      "uitstekend",
    ]
    private static let badWords = [
      "worst", "worse", "bad", "poor", "terrible", "awful", "horrible", "dreadful", "unacceptable", "sad", "negative",
      "schlecht", "schlechteste", "schlechtester", "miserabel", "ungenugend", "mangelhaft", "furchtbar", "negativ",
      "mauvais", "mauvaise", "pire", "nul", "nulle", "mediocre", "malo", "mala", "peor", "pesimo", "pessimo", "cattivo",
      "peggiore", "slecht",
    ]
    private static let littleWords: Set<String> = [
      "never", "nie", "niemals", "jamais", "nunca", "unlikely", "improbable", "unwahrscheinlich", "low", "lowest",
      "little", "least", "no", "none", "minimal", "minimum", "small", "gering", "geringer", "geringe",
      "niedrig", "niedriger", "wenig", "kein", "keine", "keinen", "gar", "faible", "peu", "aucun", "bajo", "poco",
      "ningun",
      "nada", "baixo", "pouco", "nenhum", "basso", "nessuno", "laag", "weinig", "geen",
    ]
    private static let muchWords: Set<String> = [
      "definitely", "always", "certainly", "likely", "probable", "wahrscheinlich", "immer", "toujours", "siempre",
      "high",
      "highest", "much", "lot", "most", "maximum", "hoch", "hoher", "hohe", "viel", "grosser",
      "grosse",
      "eleve", "fort", "beaucoup", "enormement", "alto", "mucho", "muchisimo", "elevado", "hoog", "veel",
    ]
    private static let amounts: Set<String> = ["deal", "many", "bit", "extent", "amount", "number", "degree"]
    /// They make little less, and alone they are much.
    private static let intensifiers: Set<String> = [
      "very", "extremely", "extreme", "sehr", "ausserst", "tres", "extremement", "muy", "muito", "molto", "zeer",
    ]
  }
}

extension ScaleFinding {
  /// With the best answer where the column says it: words at the numbers say all, unless they are amounts; then, and where
  /// there are none, the wording tells whether more is better, or leaves that open.
  /// - Parameters:
  ///   - wording: the name or the question.
  ///   - other: what may tell it otherwise.
  ///   - labels: of the answers.
  func directed(by wording: String, or other: String? = nil, labels: ScaleEnds? = nil) -> ScaleFinding {
    let ends: ScaleEnds?
    switch ScaleEnds.agreement(ScaleEnds(in: wording) ?? other.flatMap { ScaleEnds(in: $0) }, labels) {
    case .told(let told): ends = told
    case .nothing: ends = nil
    case .contradiction: return undirected
    }
    if let best = ends?.best, ends?.isFalling == nil { return with(best) }
    // What is reversed may be so already.
    if ScaleEnds.saysReversed(wording) { return undirected }
    let anchorsFall = ends?.isFalling ?? false
    func best(_ direction: AnswerDirection) -> Scale.Best { (direction == .bad) == anchorsFall ? .high : .low }
    func direction(_ scale: Scale) -> AnswerDirection {
      let direction = AnswerDirection(wording, on: scale)
      return direction == .open ? other.map { AnswerDirection($0, on: scale) } ?? .open : direction
    }
    switch self {
    case .none: return .none
    case .open(let first, _):
      let direction = direction(first)
      return direction == .open ? self : with(best(direction))
    case .proven(let scale):
      let direction = direction(scale)
      guard direction == .open else { return .proven(scale.with(best(direction))) }
      // Ends such as "very low" and "very high" are those of effort; who agrees found it easy.
      if ends?.isFalling != nil { return .proven(scale.with(best(ends?.best == nil ? .bad : .good))) }
      return undirected
    }
  }

  private func with(_ best: Scale.Best) -> ScaleFinding {
    switch self {
    case .none: .none
    case .open(let first, let second): .open(first.with(best), second.with(best))
    case .proven(let scale): .proven(scale.with(best))
    }
  }

  /// With either end as the best one.
  var undirected: ScaleFinding {
    if case .proven(let scale) = self, scale.hasBoxes { .open(scale.with(.high), scale.with(.low)) } else { self }
  }
}
