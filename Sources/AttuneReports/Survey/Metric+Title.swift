extension Metric {
  /// What people call the figure: "Satisfaction (CSAT)", "Resolution time (median)". Names that hold blanks are taken as they
  /// are, since somebody wrote them for people.
  package var title: String {
    switch source {
    case .netSentiment: "Net sentiment"
    case .urgent: "Need a reply soon"
    case .netPromoter: "Recommendation (NPS)"
    case .satisfaction: "Satisfaction (CSAT)"
    case .ease: "Ease (CES)"
    case .yes: yesTitle
    case .firstContactOfResolved: "Solved at first contact, share of solved cases"
    case .firstContactOfAll: "Solved at first contact, share of all cases"
    case .time: "Resolution time (median)"
    case .meanTime: "Resolution time (mean)"
    case .mean: name.hasPrefix("empathy (") ? "Empathy of replies (mean)" : Self.words(without(", mean")) + " (mean)"
    default: Self.words(without(", median")) + (name.hasSuffix(", median") ? " (median)" : "")
    }
  }

  /// What `--target` and `--sort` call the figure.
  package var key: String {
    switch source {
    case .netSentiment: "sentiment"
    case .urgent: "urgent"
    case .netPromoter: "nps"
    case .satisfaction: "csat"
    case .ease: "ces"
    case .yes: NameRules.saysFirstContact(ColumnName(without(", yes"))) ? "fcr" : "resolved"
    case .firstContactOfResolved: "fcr"
    case .firstContactOfAll: "fcr-all"
    case .time: "resolution"
    case .meanTime: "resolution-mean"
    case .mean: name.hasPrefix("empathy (") ? "empathy" : without(", mean")
    default: name
    }
  }

  /// How sentences call the figure: "CSAT", "the median resolution time".
  package var subject: String {
    switch source {
    case .netPromoter: "NPS"
    case .satisfaction: "CSAT"
    case .ease: "CES"
    // A name in another language is no subject of an English sentence.
    case .yes where yesTitle == Self.words(without(", yes")) && !Self.isEnglish(without(", yes")):
      "\(NameRules.saysFirstContact(ColumnName(without(", yes"))) ? "First-contact resolution" : "Resolved") (\(title))"
    default: title
    }
  }

  /// Whether a name that says that cases were resolved is one of the usual English ones.
  private static func isEnglish(_ column: String) -> Bool {
    let words = ColumnName(column).parts
    return ["resolved", "solved", "fixed", "closed", "fcr", "resolution", "first", "contact", "call"].contains(
      where: words.contains)
  }

  /// "Resolved", "Solved (Status)" for names that do not say what yes is, and "Not resolved?: no" for those of the opposite.
  private var yesTitle: String {
    let column = without(", yes")
    guard column != name else { return Self.words(without(", no")) + ": no" }
    return NameRules.strength(ColumnName(column), .resolved) < 3 ? "Solved (\(Self.words(column)))" : Self.words(column)
  }

  private func without(_ ending: String) -> String {
    name.hasSuffix(ending) ? String(name.dropLast(ending.count)) : name
  }

  /// "handling_minutes" and "handlingMinutes" become "Handling minutes", "agent_id" becomes "Agent ID".
  package static func words(_ name: String) -> String {
    guard !name.contains(" "), name.count <= 60 else { return name }
    var words = ""
    var isAfterSmall = false
    for character in name {
      if "_-.".contains(character) {
        if words.last != " ", !words.isEmpty { words.append(" ") }
        isAfterSmall = false
        continue
      }
      if character.isUppercase, isAfterSmall { words.append(" ") }
      let beginsWord = words.isEmpty || isAfterSmall && character.isUppercase
      words += beginsWord && !words.isEmpty ? character.lowercased() : String(character)
      isAfterSmall = character.isLowercase
    }
    let known = words.split(separator: " ", omittingEmptySubsequences: false)
      .map { acronyms.contains($0.lowercased()) ? $0.uppercased() : String($0) }.joined(separator: " ")
    return known.prefix(1).uppercased() + known.dropFirst()
  }

  private static let acronyms: Set<String> = ["nps", "csat", "ces", "fcr", "aht", "sla", "id", "crm", "url"]
}
