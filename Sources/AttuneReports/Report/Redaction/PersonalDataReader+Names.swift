/// Names and secrets, which may be any word: what stands in front of them tells them.
extension PersonalDataReader {
  private enum Announcement {
    /// "My name is".
    case introduction
    /// "Name:".
    case label
    /// "Regards,": a name that ends the line may follow. What is also said in the middle of a text needs a comma or a new line.
    case closing(isAlsoSaid: Bool)
    /// "My password is"; where it is not one, only what is no word.
    case secret(isWord: Bool)
    /// "My pass is", "login:", which may be other things: only what has letters and digits, and a login before its password.
    case code
    /// "?token=".
    case parameter
  }

  /// What begins here, or is announced by words that begin here.
  func named(_ at: Int) -> (range: Range<Int>, kind: PersonalData)? {
    for (phrase, announcement) in Self.announcements[text[at] | 0x20] ?? [] {
      guard let end = text.end(of: phrase, at) else { continue }
      switch announcement {
      case .introduction: if let range = fullName(behind(end, " :")) { return (range, .name) }
      case .label: if let range = labelled(at..<end) { return (range, .name) }
      case .closing(let isAlsoSaid): if let range = signature(end, isAlsoSaid) { return (range, .name) }
      case .secret(let isWord): if let range = secret(end, isWord) { return (range, .secret) }
      case .code: if let range = code(at..<end) { return (range, .secret) }
      case .parameter: if let range = parameter(at..<end) { return (range, .secret) }
      }
    }
    return nil
  }

  /// By their first letter; "?" is a letter beyond ASCII.
  private static let announcements: [UInt8: [(phrase: String, announcement: Announcement)]] = {
    let kinds: [(Announcement, String)] = [
      (
        .introduction,
        "my name is, my name's, my full name is, mein name ist, ich hei?e, ich heisse, je m'appelle, mon nom est, me llamo, mi nombre es"
      ),
      (.label, "name, surname, vorname, nachname, nom, pr?nom, nombre, apellido, apellidos"),
      (
        .closing(isAlsoSaid: false),
        "regards, sincerely, faithfully, wishes, gr??e, gr??en, gr??, gr?sse, gruss, cordialement, saludos, atentamente"
      ),
      (
        .closing(isAlsoSaid: true),
        "thanks, thank you, many thanks, cheers, best, truly, respectfully, signed, danke, merci, gracias"
      ),
      (
        .secret(isWord: true),
        "password, passwd, pwd, pw, passcode, passphrase, passwort, kennwort, mot de passe, contrase?a"
      ),
      (
        .secret(isWord: false),
        "api key, api_key, api-key, apikey, access token, access_token, access key, access_key, auth token, secret key, secret_key, client secret, client_secret, private key, license key, licence key, recovery key, wifi key, wi-fi key, wlan key, network key, router key, bearer"
      ),
      (.code, "pass, login, username, user name, user id, userid"),
      (
        .parameter,
        "token, access_token, id_token, refresh_token, auth_token, auth, key, api_key, apikey, secret, client_secret, password, pwd, session, session_id, sessionid, sid, sig, signature, code, otp, jwt"
      ),
    ]
    let all = kinds.flatMap { announcement, phrases in
      phrases.split(separator: ",").map { (phrase: String($0.drop { $0 == " " }), announcement: announcement) }
    }
    return Dictionary(grouping: all) { $0.phrase.utf8.first ?? 0 }
  }()

  /// What is said of names and passwords, and what stands where one is not given.
  private static let remarks: Set<String> = Set(
    """
    a account all already also always an and are at be because being below blank booking but bye case clearly correct currently \
    customer different email empty everyone everybody fine folks for forgotten from gone good goodbye great guys has have here \
    hi i im in incorrect incorrectly invalid is it known last lost mate missing misspelled misspelt mud my never new no none not \
    nothing now number of ok okay old on only or order our out password phone please right same see sent service sir so spelled \
    spelt still sure support team than that the there this to too unclear unknown until valid very was weak what where which \
    who with wrong wrongly you your
    """.split(separator: " ").map(String.init))

  /// Whether a word says something of a name or a password instead of giving it: "wrong", "rejected", "missing".
  private func isRemark(_ range: Range<Int>) -> Bool {
    let word = text.lowercased(range)
    return Self.remarks.contains(word)
      || word.utf8.count > 5 && (word.hasSuffix("ed") && !word.hasSuffix("mmed") || word.hasSuffix("ing"))
  }

  /// Behind some of these marks.
  private func behind(_ start: Int, _ marks: String) -> Int {
    var at = start
    while at - start < 8, text[at] != 0, marks.utf8.contains(text[at]) { at += 1 }
    return at
  }

  private static let titles: Set<String> = ["dr", "mr", "mrs", "ms", "prof", "st"]

  /// Up to four words that begin alike, with capitals or small letters, and initials and titles. In small letters it is the first
  /// one alone where something goes on behind them that may be no name.
  private func fullName(_ start: Int) -> Range<Int>? {
    let hasCapitals = text.isCapital(start)
    var (at, words) = (start, 0)
    var (end, firstEnd): (Int?, Int?)
    while words < 4, at - start < 64, text.isLetter(at), text.isCapital(at) == hasCapitals {
      var last = text.lettersEnd(at)
      while "-'".utf8.contains(text[last]), text.isLetter(last + 1) { last = text.lettersEnd(last + 1) }
      if text[last] == UInt8(ascii: "."), last - at == 1 || Self.titles.contains(text.lowercased(at..<last)) {
        at = last + (text[last + 1] == 0x20 ? 2 : 1)
        continue
      }
      guard !isRemark(at..<last) else { break }
      (end, words) = (last, words + 1)
      firstEnd = firstEnd ?? last
      guard text[last] == 0x20 else { break }
      at = last + 1
    }
    guard let end, let firstEnd, end - start > 1 else { return nil }
    let next = text[end] == 0x20 ? end + 1 : end
    let goesOn = next > end && text.isAlphanumeric(next) && !isRemark(next..<text.lettersEnd(next))
    return start..<(hasCapitals || !goesOn ? end : firstEnd)
  }

  private static let owners: Set<String> = [
    "my", "your", "full", "first", "last", "given", "family", "maiden", "customer", "client", "guest", "passenger",
    "patient", "contact", "cardholder", "holder",
  ]

  /// "Name: Maria Keller", "Last name - Keller", but no name of a product.
  private func labelled(_ label: Range<Int>) -> Range<Int>? {
    let before = label.lowerBound - 1
    guard text[before] != UInt8(ascii: "_"),
      text[before] != 0x20 || !text.isAlphanumeric(before - 1) || Self.owners.contains(text.word(before: before)),
      case let mark = behind(label.upperBound, " "), ":-=".utf8.contains(text[mark])
    else { return nil }
    guard let name = fullName(behind(mark + 1, " \n\"'")) else { return nil }
    // "Keller, Maria"
    guard text[name.upperBound] == UInt8(ascii: ","), let first = fullName(behind(name.upperBound + 1, " ")),
      text.isCapital(first.lowerBound), endsLine(first.upperBound)
    else { return name }
    return name.lowerBound..<first.upperBound
  }

  /// A name behind a closing formula that ends its line.
  private func signature(_ formula: Int, _ isAlsoSaid: Bool) -> Range<Int>? {
    let start = behind(formula, isAlsoSaid ? " ,-\n" : " ,-\n.!")
    let isApart = (formula..<start).contains { text[$0] != 0x20 }
    guard start > formula, isApart || !isAlsoSaid, text.isCapital(start) || isApart && !isAlsoSaid,
      let range = fullName(start)
    else { return nil }
    return endsLine(range.upperBound) ? range : nil
  }

  private func endsLine(_ place: Int) -> Bool {
    let end = behind(place, " .,;!?)")
    return end >= text.count || text[end] == 0x0A
  }

  /// "is hunter2", ": hunter2", "=hunter2", "is \"correct horse\"", "is maria 123"; "is sunflower" where nothing goes on behind it.
  private func secret(_ phrase: Int, _ isWord: Bool) -> Range<Int>? {
    let blank = behind(phrase, " ")
    let verb = ["is", "was", "ist", "est", "es"].lazy.compactMap { text.end(of: $0, blank) }.first
    let start = behind(verb ?? behind(blank, ":="), " :")
    let isSaid = verb != nil || text[blank] == UInt8(ascii: ":") || text[blank] == UInt8(ascii: "=")
    if isSaid, "\"'".utf8.contains(text[start]),
      let end = (start + 1..<min(start + 66, text.count)).first(where: { text[$0] == text[start] }), end > start + 1
    {
      return start + 1..<end
    }
    var (at, words, end) = (start, 0, nil as Int?)
    while words < 6 {
      let last = valueEnd(at)
      guard last > at, !(text.lettersEnd(at) == last && isRemark(at..<last)) else { break }
      let hasDigit = (at..<last).contains(where: text.isDigit)
      // Without a word between them, only what is no word.
      guard isSaid || hasDigit else { break }
      words += 1
      if hasDigit || end == at - 1 && last == at + 1 { end = last }
      guard isWord, isSaid, text[last] == 0x20 else { break }
      at = last + 1
    }
    if let end, end - start > 3 { return start..<end }
    let last = text.lettersEnd(start)
    guard isWord, isSaid, last - start > 3, !isRemark(start..<last), text[last] != UInt8(ascii: "-") else { return nil }
    return ".,;!?)".utf8.contains(text[last]) || endsLine(last) ? start..<last : nil
  }

  private static let passes: Set<String> = [
    "boarding", "bus", "train", "rail", "season", "travel", "ski", "lift", "day", "week", "guest", "visitor", "gift",
    "press", "event", "festival", "museum", "parking", "gate", "hall", "monthly", "annual",
  ]

  /// "My pass is s3cret", "login: bob pass: hunter2"; no boarding pass.
  private func code(_ phrase: Range<Int>) -> Range<Int>? {
    let blank = behind(phrase.upperBound, " ")
    let isMarked = ":=".utf8.contains(text[blank])
    guard !Self.passes.contains(text.word(before: phrase.lowerBound - 1)),
      isMarked || ["is", "was"].contains(where: { text.end(of: $0, blank) != nil })
    else { return nil }
    if let range = secret(phrase.upperBound, false), range.contains(where: text.isASCIILetter) { return range }
    let start = behind(blank, " :=")
    let end = valueEnd(start)
    let next = behind(end, " ,;/")
    let isBeforePassword = ["pass", "password", "passwd", "pw", "pwd"].contains { text.end(of: $0, next) != nil }
    return isMarked && isBeforePassword && end > start && next > end && !isRemark(start..<end) ? start..<end : nil
  }

  /// "?token=abc123", "&key=…".
  private func parameter(_ name: Range<Int>) -> Range<Int>? {
    guard "?&#;".utf8.contains(text[name.lowerBound - 1]), text[name.upperBound] == UInt8(ascii: "=") else {
      return nil
    }
    let end = valueEnd(name.upperBound + 1)
    return end > name.upperBound + 1 ? name.upperBound + 1..<end : nil
  }

  /// The end of what has no blanks, without the marks of a sentence or an address behind it. A long one has a digit soon: else
  /// a text of announcements alone would be looked through again for each of them.
  private func valueEnd(_ start: Int) -> Int {
    var (end, limit) = (start, 64)
    while end < text.count, end - start < limit, !text.isBlank(end), !"&#\"<>)".utf8.contains(text[end]) {
      if text.isDigit(end) { limit = 2_048 }
      end += 1
    }
    while end > start, ".,;:!?'".utf8.contains(text[end - 1]), text[end - 1] != UInt8(ascii: "!") || end == start + 1 {
      end -= 1
    }
    return end
  }
}
