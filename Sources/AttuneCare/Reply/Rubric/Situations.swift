import AttuneFiles

/// What customers may be in: `Sources/AttuneCare/Reply/Books/situations.yaml`, the part of a rubric that says how grave a
/// message is, what a reply to it needs, and which tones are wrong there.
struct Situations: Sendable {
  struct Situation: Sendable {
    var name: String
    /// 0 nothing is wrong, 1 plain trouble, 2 hard, 3 grave.
    var gravity: Int
    /// Counts only where something is wrong as well, or only where nothing is.
    var condition: Condition
    /// Places in `needs`, and in `tones`.
    var needs: [Int]
    var wrong: [Int]
    /// Items that are not suggested.
    var unfit: [RubricItem]
    /// Nothing is wrong in it, whatever its words would say elsewhere.
    var isLikePraise: Bool
  }

  enum Condition: Sendable { case always, problem, noProblem }

  struct Need: Sendable {
    var name: String
    /// The item that it is a case of.
    var item: RubricItem
    /// Points that a reply with it wins, and that one without it loses.
    var points: Double
    /// Comes before what happens next, or counts half.
    var isFirst: Bool
    /// Where it is missing nothing else is suggested.
    var isAlone: Bool
    /// The level of the item that it is worth: what any reply could say is none.
    var raises: Int { points >= 3.5 ? 2 : points >= 3 ? 1 : 0 }
    var advice: String
    /// Its place in `LearnedAdvice.kinds`.
    var kind: Int?
    /// How it could be said.
    var phrases: [PhraseBook.Phrase]
  }

  /// In the order of the file: of several the first that shows.
  var all: [Situation] = []
  var needs: [Need] = []
  var tones: [String] = []
  /// The one of messages in which none shows: trouble, praise, a question.
  var trouble: Int?
  var praise: Int?
  var question: Int?
  /// What tells them in other words than the cues; nil where they show by cues alone.
  var learned: LearnedSituations?
  /// Those that were learned, each with its lane.
  private(set) var lanes: [(situation: Int, lane: Int)] = []

  /// The most of each: their patterns are numbered in one byte with those of the rubric.
  static let limit = 48

  /// The file of `Rubric.standard`, for a copy to edit.
  static var standardText: String { attune_file_situations().text }
}

extension Situations {
  /// Patterns of a file, which are made ready with those of the rubric.
  struct Patterns {
    /// Over the customer's message, by situation.
    var shows: [(situation: Int, file: YAMLDocument)] = []
    /// Over the reply, by need and by tone.
    var needs: [(need: Int, file: YAMLDocument)] = []
    var tones: [(tone: Int, file: YAMLDocument)] = []
    /// What keeps others over the message from matching.
    var nothing: YAMLDocument?
    /// Word classes of the file's own, by the names that its patterns use.
    var words: [(name: String, members: [String])] = []
  }

  /// Names stand in columns and in JSON as they are.
  private static func check(name: String, _ place: String) throws(RubricError) {
    let isName = name.utf8.allSatisfy { $0 >= 0x61 && $0 <= 0x7A || $0 == UInt8(ascii: "_") }
    guard isName, (1...40).contains(name.utf8.count) else {
      throw .wrongValue(place: "\(place).\(name.shortened)", expected: "a name of at most 40 lowercase letters and '_'")
    }
  }

  /// - Throws: `RubricError`, with the place in the file.
  static func read(_ yaml: String) throws(RubricError) -> (Situations, Patterns) {
    let file = try YAMLDocument(yaml)
    try file.check(keys: ["situations", "learned", "needs", "tones", "nothing", "words"])
    var book = Situations()
    var patterns = Patterns()
    patterns.nothing = file["nothing"]
    if try file["learned"]?.truth() == true { book.learned = .shipped }
    for entry in try file["words"]?.entries() ?? [] {
      patterns.words.append((entry.key, try entry.value.words()))
    }
    for entry in try file["tones"]?.entries() ?? [] {
      patterns.tones.append((book.tones.count, entry.value))
      book.tones.append(entry.key)
    }
    for entry in try file["needs"]?.entries() ?? [] {
      try entry.value.check(keys: ["item", "points", "first", "alone", "advice", "found", "say"])
      try check(name: entry.key, "needs")
      let item = try entry.value.required("item").text()
      guard let item = RubricItem(rawValue: item) else {
        throw .unknownItem(item, known: RubricItem.allCases.map(\.rawValue))
      }
      patterns.needs.append((book.needs.count, try entry.value.required("found")))
      book.needs.append(
        Need(
          name: entry.key, item: item, points: try entry.value.required("points").number(),
          isFirst: try entry.value["first"]?.truth() ?? false,
          isAlone: try entry.value["alone"]?.truth() ?? false, advice: try entry.value.required("advice").text(),
          kind: LearnedAdvice.kinds.firstIndex(of: entry.key),
          phrases: try entry.value["say"]?.lines().map(PhraseBook.Phrase.init) ?? []))
    }
    for entry in try file.required("situations").entries() { try book.add(entry, to: &patterns) }
    book.lanes = book.all.enumerated().compactMap { place, situation in
      LearnedSituations.names.firstIndex(of: situation.name).map { (place, $0) }
    }
    for (count, place) in [(book.all.count, "situations"), (book.needs.count, "needs"), (book.tones.count, "tones")]
    where count > limit {
      throw .wrongValue(place: place, expected: "at most \(limit) entries")
    }
    return (book, patterns)
  }

  private mutating func add(
    _ entry: (key: String, value: YAMLDocument), to patterns: inout Patterns
  ) throws(RubricError) {
    let file = entry.value
    try Self.check(name: entry.key, "situations")
    try file.check(keys: ["gravity", "shows", "when", "needs", "wrong", "unfit", "like", "default"])
    let gravity = try file.required("gravity").number()
    guard (0...3).contains(gravity) else {
      throw .wrongValue(place: file.place + ".gravity", expected: "a number from 0 to 3")
    }
    let condition: Condition
    switch try file["when"]?.text() {
    case nil: condition = .always
    case "problem": condition = .problem
    case "no problem": condition = .noProblem
    default: throw .wrongValue(place: file.place + ".when", expected: "'problem' or 'no problem'")
    }
    let index = all.count
    switch try file["default"]?.text() {
    case nil: break
    case "trouble": trouble = index
    case "praise": praise = index
    case "question": question = index
    default: throw .wrongValue(place: file.place + ".default", expected: "'trouble', 'praise' or 'question'")
    }
    let isPraise: Bool
    switch try file["like"]?.text() {
    case nil: isPraise = praise == index
    case "praise": isPraise = true
    default: throw .wrongValue(place: file.place + ".like", expected: "'praise'")
    }
    if let shows = file["shows"] { patterns.shows.append((index, shows)) }
    let names = needs.map(\.name)
    let items = RubricItem.allCases.map(\.rawValue)
    all.append(
      Situation(
        name: entry.key, gravity: Int(gravity), condition: condition, needs: try file.places("needs", among: names),
        wrong: try file.places("wrong", among: tones),
        unfit: try file.places("unfit", among: items).map { RubricItem.all[$0] },
        isLikePraise: isPraise))
  }
}

extension YAMLDocument {
  func truth() throws(RubricError) -> Bool {
    switch try text() {
    case "yes", "true": true
    case "no", "false": false
    default: throw .wrongValue(place: place, expected: "yes or no")
    }
  }

  /// Where the words of an entry stand among names.
  fileprivate func places(_ key: String, among names: [String]) throws(RubricError) -> [Int] {
    var places: [Int] = []
    guard let entry = self[key] else { return places }
    for word in try entry.words() {
      guard let place = names.firstIndex(of: word) else {
        throw .unknownKey(place: entry.place, key: word, known: names)
      }
      places.append(place)
    }
    return places
  }
}
