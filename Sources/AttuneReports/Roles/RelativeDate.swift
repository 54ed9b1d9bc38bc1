/// Dates as they are told: "3 months ago", "a week ago", "yesterday", "vor 2 Tagen", "il y a un mois", "hace 3 días". They
/// have no day without that on which they were written down.
enum RelativeDate {
  /// - Complexity: O(text)
  static func matches(_ text: String) -> Bool {
    let name = ColumnName(text)
    if whole.contains(name.words) { return true }
    let words = name.words.split(separator: " ").map(String.init)
    guard (2...6).contains(words.count), words.contains(where: isUnit) else { return false }
    return words.last == "ago" || words.first == "vor" || words.first == "hace" || words.first == "ha"
      || words.starts(with: ["il", "y", "a"]) || words.starts(with: ["last"]) || words.last == "atras"
  }

  private static let whole: Set<String> = [
    "today", "yesterday", "just now", "heute", "gestern", "aujourdhui", "hier", "hoy", "ayer", "hoje", "ontem",
  ]

  private static func isUnit(_ word: String) -> Bool { units.contains { word.hasPrefix($0) } }

  private static let units = [
    "second", "minute", "hour", "day", "week", "month", "year", "sekunde", "stunde", "tag", "woche", "monat", "jahr",
    "seconde", "heure", "jour", "semaine", "mois", "an", "segundo", "minuto", "hora", "dia", "semana", "mes", "ano",
  ]
}
