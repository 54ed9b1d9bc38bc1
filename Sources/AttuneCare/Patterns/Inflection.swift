/// Regular forms of English verbs.
enum Inflection {
  /// The verb with -s, -ed and -ing, by the rules of spelling: "try" as tries and tried, "stop" as stopped, "close" as closing.
  static func forms(of verb: String) -> [String] {
    let letters = Array(verb)
    guard letters.count > 2, let last = letters.last else { return [verb, verb + "s", verb + "ed", verb + "ing"] }
    func isVowel(_ character: Character) -> Bool { "aeiou".contains(character) }
    let before = letters[letters.count - 2]
    let stem = String(letters.dropLast())
    if last == "e" { return [verb, verb + "s", verb + "d", before == "e" ? verb + "ing" : stem + "ing"] }
    if last == "y", !isVowel(before) { return [verb, stem + "ies", stem + "ied", verb + "ing"] }
    let plural = "sxz".contains(last) || (last == "h" && "sc".contains(before)) ? verb + "es" : verb + "s"
    // One vowel between consonants, in a short word: the last letter is doubled.
    let isShort = letters.filter(isVowel).count == 1 && letters.count < 6
    if isShort, isVowel(before), !isVowel(last), !"wxy".contains(last) {
      return [verb, plural, verb + String(last) + "ed", verb + String(last) + "ing"]
    }
    return [verb, plural, verb + "ed", verb + "ing"]
  }
}
