extension PersonalDataReader {
  /// E-mail addresses in order: "ann@example.com", "ann @ example.com", "ann (at) example [dot] com", "ann at example
  /// dot com".
  mutating func emails() -> [Range<Int>] {
    var found: [Range<Int>] = []
    var at = 0
    while at < text.count {
      steps += 1
      let first = found.last?.upperBound ?? 0
      if let email = email(at, behind: first) {
        found.append(email)
        at = max(email.upperBound, at + 1)
      } else {
        at += 1
      }
    }
    return found
  }

  /// The address of which the "@", or what stands for it, is here.
  private mutating func email(_ at: Int, behind first: Int) -> Range<Int>? {
    switch text[at] {
    case UInt8(ascii: "@"): return email(at..<at + 1, .sign, behind: first)
    case UInt8(ascii: "("), UInt8(ascii: "["), UInt8(ascii: "{"), UInt8(ascii: "<"):
      guard let end = bracketedEnd(at, "at", sign: UInt8(ascii: "@")) else { return nil }
      return email(at..<end, .brackets, behind: first)
    case UInt8(ascii: "a"), UInt8(ascii: "A"):
      guard text.isBlank(at - 1), text[at + 1] | 0x20 == UInt8(ascii: "t"), text.isBlank(at + 2) else { return nil }
      return email(at..<at + 2, .word, behind: first)
    default: return nil
    }
  }

  private enum Mark { case sign, brackets, word }

  private mutating func email(_ mark: Range<Int>, _ kind: Mark, behind first: Int) -> Range<Int>? {
    var end = mark.lowerBound
    while mark.lowerBound - end < 3, text.isBlank(end - 1) { end -= 1 }
    guard let start = localStart(end, kind, behind: first) else { return nil }
    let host = text.skipBlanks(mark.upperBound)
    let (isSpacedBefore, isSpacedBehind) = (end < mark.lowerBound, host > mark.upperBound)
    if kind == .sign, !isSpacedBefore, !isSpacedBehind {
      if let literal = literalEnd(host) { return start..<literal }
      guard let domain = domain(host), domain.hasLetter || ipv4End(host) != nil else { return nil }
      return start..<domain.end
    }
    guard let domain = domain(host), domain.labels > 1, isTopLevel(domain.last) else { return nil }
    let isKnown = Self.topLevel.contains(text.lowercased(domain.last))
    let local = start..<end
    guard local.contains(where: text.isLetter) ? true : local.count > 4 else { return nil }
    switch kind {
    // "Look at example.com" is no address; "at example dot com" is none of a page.
    case .word: return domain.hasSpokenDot && isKnown ? start..<domain.end : nil
    case .brackets: return start..<domain.end
    // "Thanks @ann.lee" is a mention.
    case .sign: return isSpacedBehind || isKnown ? start..<domain.end : nil
    }
  }

  // MARK: In front of the "@"

  private mutating func localStart(_ end: Int, _ kind: Mark, behind first: Int) -> Int? {
    // A quoted name: "ann lee"@example.com.
    if text[end - 1] == UInt8(ascii: "\""), kind == .sign {
      var start = end - 2
      while start >= first, end - start < 66, text[start] != UInt8(ascii: "\"") { start -= 1 }
      return start >= first && text[start] == UInt8(ascii: "\"") && start < end - 2 ? start : nil
    }
    var start = end
    while start > first, isLocal(start - 1) {
      start -= 1
      steps += 1
    }
    // What a sentence or a link has in front of an address.
    while start < end, !text.isAlphanumeric(start), text[start] != UInt8(ascii: "_"), text[start] != UInt8(ascii: "+") {
      start += 1
    }
    guard start < end else { return nil }
    // "ann dot lee at example dot com"
    for _ in 0..<4 where kind != .sign {
      guard text.isBlank(start - 1), text.word(before: start - 1) == "dot", text.isBlank(start - 5),
        text.isAlphanumeric(start - 6)
      else { break }
      var name = start - 5
      while name > first, start - name < 70, text.isAlphanumeric(name - 1) { name -= 1 }
      start = name
    }
    return start
  }

  /// The characters of `atext` in RFC 5322, without the "/" of paths, and the dot.
  private func isLocal(_ place: Int) -> Bool {
    text.isAlphanumeric(place) || text[place] == PlainText.currency || Self.localMarks.contains(text[place])
  }

  private static let localMarks = Array(".!#%&'*+-=?^_`~".utf8)

  // MARK: Behind it

  private struct Domain {
    var end: Int
    var labels = 0
    var last = 0..<0
    var hasLetter = false
    /// A dot is written as a word or stands in brackets.
    var hasSpokenDot = false
  }

  private mutating func domain(_ start: Int) -> Domain? {
    var domain = Domain(end: start)
    /// What is certain: up to a spoken dot.
    var strict: Domain?
    var at = start
    while true {
      let label = at
      while isHost(at) {
        if text.isLetter(at) { domain.hasLetter = true }
        at += 1
        steps += 1
      }
      guard at > label else { break }
      domain.labels += 1
      domain.last = label..<at
      domain.end = at
      if text[at] == UInt8(ascii: "."), isHost(at + 1) {
        at += 1
      } else if domain.labels < 8, let next = spokenDotEnd(at), isHost(next) {
        if strict == nil { strict = domain }
        domain.hasSpokenDot = true
        at = next
      } else {
        break
      }
    }
    guard domain.labels > 0 else { return nil }
    if domain.hasSpokenDot, !Self.topLevel.contains(text.lowercased(domain.last)) { return strict }
    return domain
  }

  private func isHost(_ place: Int) -> Bool {
    text.isAlphanumeric(place) || text[place] == UInt8(ascii: "-") || text[place] == UInt8(ascii: "_")
  }

  /// The end of " dot ", "(dot)" or "[.]" here.
  private func spokenDotEnd(_ place: Int) -> Int? {
    let at = text.skipBlanks(place)
    if at > place, text.word(at) == "dot", text.isBlank(at + 3) { return text.skipBlanks(at + 3) }
    return bracketedEnd(at, "dot", sign: UInt8(ascii: ".")).map { text.skipBlanks($0) }
  }

  /// The end of a word, or the sign that it stands for, in brackets.
  private func bracketedEnd(_ place: Int, _ word: String, sign: UInt8) -> Int? {
    guard [UInt8(ascii: "("), UInt8(ascii: "["), UInt8(ascii: "{"), UInt8(ascii: "<")].contains(text[place]) else {
      return nil
    }
    var at = text.skipBlanks(place + 1)
    if text[at] == sign {
      at += 1
    } else if text.word(at) == word {
      at += word.utf8.count
    } else {
      return nil
    }
    at = text.skipBlanks(at)
    return [UInt8(ascii: ")"), UInt8(ascii: "]"), UInt8(ascii: "}"), UInt8(ascii: ">")].contains(text[at])
      ? at + 1 : nil
  }

  /// The end of an IP address in square brackets.
  private mutating func literalEnd(_ place: Int) -> Int? {
    guard text[place] == UInt8(ascii: "[") else { return nil }
    let start = text.lowercased(place + 1..<place + 6) == "ipv6:" ? place + 6 : place + 1
    guard let end = ipv4End(start) ?? ipv6End(start, isBehindColon: true), text[end] == UInt8(ascii: "]") else {
      return nil
    }
    return end + 1
  }

  private func isTopLevel(_ label: Range<Int>) -> Bool { label.count > 1 && label.allSatisfy(text.isLetter) }

  /// The frequent ones: by them what may be an address is told from other words.
  private static let topLevel: Set<String> = [
    "com", "org", "net", "edu", "gov", "mil", "int", "info", "biz", "io", "co", "me", "tv", "app", "dev", "xyz",
    "online",
    "shop", "store", "site", "tech", "ai", "name", "pro", "us", "uk", "de", "fr", "es", "it", "nl", "be", "ch", "at",
    "dk",
    "se", "no", "fi", "pl", "cz", "sk", "hu", "ro", "bg", "gr", "pt", "ie", "ru", "ua", "tr", "il", "in", "cn", "jp",
    "kr",
    "tw", "hk", "sg", "my", "th", "vn", "ph", "id", "au", "nz", "ca", "mx", "br", "ar", "cl", "za", "ng", "ke", "eg",
    "ae",
    "sa", "eu", "lt", "lv", "ee", "hr", "si", "rs", "lu", "is",
  ]
}
