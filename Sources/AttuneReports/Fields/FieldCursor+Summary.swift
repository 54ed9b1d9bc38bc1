import Attune

/// What the name of a row says of it where it sums up others: "Grand Total", "A Total", "Average", "Nord Ergebnis".
package struct SummaryLabel: Sendable, Equatable {
  package enum Kind: Sendable { case sum, mean, median, count, spread }

  package var kind: Kind
  /// The hash of what stands beside the word, as of "A" in "A Total"; nil where nothing does.
  package var group: UInt64?
  /// Whether it is a word such as "Total", "N" or "SD" alone, which may be a name as well.
  package var isBare: Bool
}

extension FieldCursor {
  /// Whether the first field of a row says that it sums up the others: "Total", "Average:", "Gesamtergebnis".
  package var isSummary: Bool { summaryLabel.map { $0.group == nil && $0.kind != .count } ?? false }

  /// The same, or how many there are, which may be a name as well.
  package var mayBeSummaryOrCount: Bool { summaryLabel.map { $0.group == nil } ?? false }

  /// Whether the status of an answer says that whoever made the survey tried it out.
  var isPreview: Bool {
    count <= 40 && Self.previews.contains(AnswerWords.normalized(text))
  }

  private static let previews: Set<String> = [
    // Of numbers: previews and tests, and previews that are spam or were answered without a connection.
    "1", "2", "9", "17",
    "preview", "test", "survey preview", "survey test", "umfragevorschau", "apercu de l'enquete",
    "vista previa de la encuesta",
  ]

  /// nil for a name that says nothing of a sum.
  package var summaryLabel: SummaryLabel? {
    guard (1...80).contains(count), mayBeSummary else { return nil }
    let text = text.filter { $0 != ":" }
    let name = AnswerWords.normalized(text)
    if let kind = Self.kinds[name] {
      return SummaryLabel(kind: kind, group: nil, isBare: Self.bare.contains(name))
    }
    let words = text.split(separator: " ")
    func label(_ kind: SummaryLabel.Kind, _ rest: Substring) -> SummaryLabel {
      var rest = rest.split(separator: " ").joined(separator: " ")
      return SummaryLabel(kind: kind, group: rest.withUTF8 { TokenHash.hash($0) }, isBare: false)
    }
    func kind(_ part: Substring) -> SummaryLabel.Kind? { Self.kinds[AnswerWords.normalized(String(part))] }
    // "A Grand Total" before "Grand Total A"
    for length in [2, 1] where words.count > length {
      let (first, last) = (words[length - 1], words[words.count - length])
      if let kind = kind(text[last.startIndex...]) { return label(kind, text[..<last.startIndex]) }
      if let kind = kind(text[..<first.endIndex]) { return label(kind, text[first.endIndex...]) }
    }
    return nil
  }

  /// The hash of a name without blanks at its ends; 0 for an empty field.
  var nameHash: UInt64 { isAtEnd ? 0 : withBytes { TokenHash.hash($0) } }

  /// Whether the first or the last three letters are those of such a word, which few names have.
  private var mayBeSummary: Bool {
    withBytes { bytes in
      // "Ø"
      guard bytes.count > 2 else { return bytes[0] >= 0x80 || [0x6E, 0x73].contains(bytes[0] | 0x20) }
      let end = bytes.last == UInt8(ascii: ":") && bytes.count > 3 ? bytes.count - 1 : bytes.count
      return Self.starts.contains(bytes[..<3]) || Self.ends.contains(bytes[end - 3..<end])
    }
  }

  /// Three letters of words. Most names are told from all of them by their first letter.
  private struct Letters {
    private var isFirst = [Bool](repeating: false, count: 256)
    private var codes: Set<UInt32> = []

    init(_ words: [Substring.UTF8View]) {
      for word in words {
        isFirst[Int((word.first ?? 0) | 0x20)] = true
        codes.insert(Self.code(word))
      }
    }

    func contains(_ bytes: Slice<UnsafeBufferPointer<UInt8>>) -> Bool {
      isFirst[Int(bytes[bytes.startIndex] | 0x20)] && codes.contains(Self.code(bytes))
    }

    private static func code(_ bytes: some Sequence<UInt8>) -> UInt32 {
      bytes.reduce(0) { $0 << 8 | UInt32($1 | 0x20) }
    }
  }

  /// Regions, states, answers and people may be called so.
  private static let bare: Set<String> = ["total", "n", "sd", "std", "responses"]

  private static let names: [(SummaryLabel.Kind, String)] = [
    (
      .sum,
      """
      total,totals,grand total,grand totals,subtotal,subtotals,sub total,sum,gesamt,gesamtergebnis,gesamtsumme,summe,ergebnis,
      teilergebnis,zwischensumme,zw. summe,zwischentotal,somme,totaux,sous total,sous totaux,s/total,s/t,total general,
      suma,total geral,soma,totale,totale generale,somma,totaal,eindtotaal,overall total,σ,∑
      """
    ),
    (
      .mean,
      """
      average,avg,mean,durchschnitt,schnitt,mittelwert,mittel,moyenne,moy,promedio,media,gemiddelde,overall average,
      grand average,ø
      """
    ),
    (.median, "median,mediana,mediane"),
    (
      .count,
      "count,anzahl,nombre,cuenta,recuento,grand count,n,responses,valid n,respondents,antworten,reponses,respuestas"
    ),
    (
      .spread,
      """
      sd,std,std dev,std. dev,st. dev,stdev,stddev,std deviation,standard deviation,standardabweichung,ecart type,
      desviacion estandar,variance,varianz,minimum,maximum
      """
    ),
  ]
  private static let kinds = Dictionary(
    uniqueKeysWithValues: names.flatMap { kind, names in
      names.split { $0 == "," || $0 == "\n" }.map { (String($0), kind) }
    })
  /// Behind a sign, a blank.
  private static let starts = Letters((kinds.keys + ["ø ", "Σ ", "σ "]).map { $0.prefix(3).utf8 })
  private static let ends = Letters(kinds.keys.map { $0.suffix(3).utf8 })
}
