/// Questions that come in pairs, one for what was good and one for what was not: "Pros" and "Cons". Half of a pair says nothing
/// of how its writers feel.
extension NameRules {
  enum Side: Sendable {
    case good, bad
  }

  /// Which of two such questions a name is; nil for others.
  static func side(_ name: ColumnName) -> Side? {
    if bad.contains(where: name.holds) { return .bad }
    guard good.contains(where: name.holds) else { return nil }
    return name.parts.isDisjoint(with: negations) ? .good : .bad
  }

  private static let negations: Set = [
    "not", "least", "less", "didnt", "nicht", "pas", "moins", "no", "menos", "non", "niet", "nao", "nie",
  ]

  private static let good = [
    "positive", "positives", "pro", "pros", "like", "likes", "liked", "love", "loved", "enjoy*", "strength*", "best",
    "well", "good", "great", "advantage*", "praise", "compliment*", "highlight*", "plus points", "delight*",
    "positiv*", "gefallen", "gefiel", "gut", "starken", "vorteil*", "lob", "pluspunkte",
    "positif", "positifs", "plu", "aime", "apprecie*", "points forts", "point fort", "avantage*", "bien",
    "positivo", "positivos", "positiva", "gusto", "gustado", "puntos fuertes", "ventajas", "lo mejor",
    "positivi", "pregi", "punti di forza", "piaciuto", "vantaggi", "pluspunten", "sterke punten", "goed",
    "pontos fortes", "gostou", "vantagens", "plusy", "zalety", "podobalo", "mocne strony",
  ]
  private static let bad = [
    "negative", "negatives", "con", "cons", "dislike", "dislikes", "disliked", "hate*", "weakness*", "worst", "worse",
    "better", "improve*", "wrong", "bad", "poor", "disadvantage*", "complaint*", "frustrat*", "minus points",
    "pain points",
    "negativ*", "missfallen", "schlecht", "besser", "verbesser*", "schwachen", "nachteil*", "kritik", "minuspunkte",
    "gestort", "negatif", "negatifs", "deplu", "amelior*", "points faibles", "point faible", "inconvenient*", "mal",
    "mejorar", "mejora", "mejoras", "mejoraria", "puntos debiles", "desventajas", "lo peor", "negativi", "difetti",
    "punti deboli", "miglior*", "svantaggi",
    "minpunten", "zwakke punten", "beter", "verbeter*", "pontos fracos", "melhor*", "desvantagens", "minusy", "wady",
    "poprawic", "slabe strony",
  ]
}
