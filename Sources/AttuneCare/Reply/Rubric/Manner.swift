/// How a reply is put, whatever it says: the part of a rubric that counts words.
///
/// A person who deals with a case writes "I", names days and sums, and uses short words; a form letter writes of customers,
/// policies and departments, and refers to pages. Weights were fitted to replies that people ranked.
struct Manner: Sendable {
  struct Trait: Sendable {
    var name: String
    /// Of each place where one of its cues matches.
    var points: Double
    /// Places that count.
    var most: Int
  }

  /// The most traits: a reply's counts are one vector.
  static let limit = 32

  /// In the order of the file, which is that of their groups of cues.
  private(set) var traits: [Trait] = []
  /// Points of each letter that the mean word has beyond `letters`, as far as two letters to either side.
  private(set) var letterPoints = 0.0
  private(set) var letters = 4.2

  /// - Returns: the points of what was counted in a reply.
  func points(_ counts: SIMD32<UInt8>, meanLetters: Float) -> Double {
    var points = 0.0
    for (index, trait) in traits.enumerated() { points += trait.points * Double(counts[index]) }
    guard meanLetters > 0 else { return points }
    return points + letterPoints * min(max(Double(meanLetters) - letters, -2), 2)
  }

  /// - Returns: what the file says, and the cues of each trait.
  /// - Throws: `RubricError`, with the place in the file.
  static func read(_ file: YAMLDocument?) throws(RubricError) -> (Manner, cues: [YAMLDocument]) {
    var manner = Manner()
    var cues: [YAMLDocument] = []
    guard let file else { return (manner, cues) }
    try file.check(keys: ["letters", "traits"])
    if let letters = file["letters"] {
      try letters.check(keys: ["points", "from"])
      manner.letterPoints = try letters.required("points").number()
      manner.letters = try letters.required("from").number()
    }
    for entry in try file["traits"]?.entries() ?? [] {
      try entry.value.check(keys: ["points", "most", "cues"])
      let most = try entry.value["most"]?.number() ?? 5
      guard (1...200).contains(most) else {
        throw .wrongValue(place: entry.value.place + ".most", expected: "a number from 1 to 200")
      }
      manner.traits.append(
        Trait(name: entry.key, points: try entry.value.required("points").number(), most: Int(most)))
      cues.append(try entry.value.required("cues"))
    }
    guard manner.traits.count <= limit else {
      throw .wrongValue(place: "manner.traits", expected: "at most \(limit) entries")
    }
    return (manner, cues)
  }
}
