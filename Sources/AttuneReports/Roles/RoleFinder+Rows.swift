/// What columns say of the rows themselves: how many answers each stands for, what it weighs, whether it occurs twice.
package enum RowNote: Sendable, Hashable {
  /// How many answers each row stands for.
  case counts(column: Int)
  /// What each row weighs.
  case weights(column: Int)
  /// The column that names what each row answers, and the column of these answers.
  case questions(column: Int, answers: Int)
}

extension RoleFinder {
  /// In the order of their columns.
  /// - Complexity: O(columns)
  package var rowNotes: [RowNote] {
    columns.indices.compactMap { index -> RowNote? in
      let facts = columns[index].facts
      if index == counts { return .counts(column: index) }
      if NameRules.weighs(names[index]), facts.areNumbers, facts.lowest >= 0, facts.highest <= 1000, facts.distinct > 1
      {
        return .weights(column: index)
      }
      return questions[index].map { .questions(column: $0, answers: index) }
    }
  }

  /// Of columns of answers the column that names what each row answers, in a table of a row for each question and respondent.
  /// The name of the column says that it names questions; one that may as well name what is rated, such as an item, has every
  /// value once for each value of another column.
  func findQuestions() -> [Int: Int] {
    let namers = columns.indices.filter { index in
      let facts = columns[index].facts
      guard facts.distinct > 1, 2 * facts.distinct <= facts.filled, facts.fillRate > 0.9, facts.distinct <= 200,
        !facts.areNumbers, !facts.areDates, !facts.areTruths, !facts.areAnswers
      else { return false }
      return NameRules.namesQuestions(names[index])
        || facts.examples.contains { example in
          [ColumnRole.csat, .nps, .ces].contains { NameRules.strength(ColumnName(example), $0) >= 4 }
        } && facts.distinct <= 20
        || NameRules.mayNameQuestions(names[index]) && isCrossed(index)
    }
    guard let namer = namers.first else { return [:] }
    let answers = columns.indices.filter { index in
      let facts = columns[index].facts
      return index != namer && (facts.areScores || facts.areAnswers) && facts.distinct > 1 && !facts.isCountedUp
        && NameRules.holdsAnswers(names[index])
    }
    return Dictionary(uniqueKeysWithValues: answers.map { ($0, namer) })
  }

  /// Whether another column, such as that of respondents, has every value once for each value of this one. Nights or votes
  /// that are as many have some of them twice.
  private func isCrossed(_ index: Int) -> Bool {
    let kinds = columns[index].facts.distinct
    return columns.indices.contains { other in
      let facts = columns[other].facts
      let rows = kinds * facts.distinct
      return other != index && facts.distinct > kinds && !facts.hasMoreDistinct && facts.fillRate > 0.9
        && !facts.areDates
        && facts.filled <= rows && 10 * facts.filled >= 9 * rows
        && facts.isHardlyTwice(beside: columns[index].facts)
    }
  }

  /// The column that says whether a survey was only tried out, as Qualtrics has it: in words or as numbers under "Status", else
  /// in words under "Distribution Channel"; nil for none.
  package var previews: Int? {
    let isSurvey = names.contains { ["response id", "responseid", "recorded date"].contains($0.words) }
    func first(_ isCalled: (ColumnName) -> Bool) -> Int? {
      columns.indices.first { index in
        let facts = columns[index].facts
        // 0 is an answer of its own; 1 is a preview, where there are others.
        let areCodes = facts.areWholeNumbers && facts.lowest == 0 && facts.highest < 100 && isSurvey
        return facts.filled > 0 && (!facts.areNumbers && !facts.areStates || areCodes)
          && (isCalled(names[index]) || columns[index].label.map { isCalled(ColumnName($0)) } == true)
      }
    }
    return first { $0.words == "response type" || isSurvey && $0.words == "status" }
      ?? first { $0.words == "distribution channel" }
  }

  /// Columns that say how many gave each answer: three or more of whole numbers, whose names are different answers of one
  /// family.
  /// - Complexity: O(columns × families)
  func findTallies() -> Set<Int> {
    let numbers = columns.indices.filter { columns[$0].facts.areWholeNumbers && columns[$0].facts.lowest >= 0 }
    guard numbers.count >= 3 else { return [] }
    let answers = numbers.map { AnswerWords.answer(columns[$0].name) }
    for family in AnswerBook.shipped.families {
      let named = zip(numbers, answers).filter { family.values[$0.1] != nil }
      if Set(named.compactMap { family.values[$0.1] }).count >= 3 { return Set(named.map(\.0)) }
    }
    return []
  }

  /// The column that says how many answers each row of a summary stands for; nil in a table of single answers, whose rows
  /// have ids or texts.
  func findCounts() -> Int? {
    let isOfSingles = columns.indices.contains { index in
      let facts = columns[index].facts
      return facts.meanWords >= 3 || NameRules.isRecordID(names[index])
        || facts.isUnique && strength(index, .id) >= 3 && !NameRules.countsAnswers(names[index])
    }
    guard !isOfSingles else { return nil }
    let numbers = columns.indices.filter { index in
      let facts = columns[index].facts
      // Running numbers of rows are none.
      return facts.areWholeNumbers && facts.lowest >= 0 && facts.highest > 10 && facts.distinct > 1 && !facts.areDates
        && !(facts.isCountedUp && facts.lowest <= 1) && !facts.areSerialNumbers
    }
    return numbers.first { NameRules.countsAnswers(names[$0]) }
      ?? numbers.first { index in
        hasEachAnswerOnce && !NameRules.isAmount(ColumnName(names[index].words == "total" ? "" : columns[index].name))
          && [ColumnRole.csat, .nps, .ces, .resolution, .contacts, .time].allSatisfy { resemblance(index, $0) < 3 }
      }
  }

  /// Whether every answer stands once in the table, or once for each shop or month: what is beside it is then how many there
  /// are, whatever it is called.
  private var hasEachAnswerOnce: Bool {
    let answers = columns.indices.filter { index in
      let facts = columns[index].facts
      return facts.areScores && facts.highest <= 10 && facts.distinct >= 3
        && [ColumnRole.csat, .nps, .ces].contains { strength(index, $0) >= 2 }
    }
    guard answers.count == 1, let answer = answers.first, columns[answer].facts.fillRate == 1 else { return false }
    let names = columns.indices.filter { $0 != answer && !columns[$0].facts.areNumbers }
    let parts = names.reduce(columns[answer].facts.distinct) { $0 * max(columns[$1].facts.distinct, 1) }
    return parts == columns[answer].facts.rows
  }
}

extension NameRules {
  /// Whether values under a name are what was asked: "question", "Metric", "KPI".
  static func namesQuestions(_ name: ColumnName) -> Bool {
    isQuestionName(name) && !mayNameQuestions(name)
      || [
        "metric", "metrics", "kpi", "indicator", "measure", "variable", "metrik", "kennzahl", "messgrosse", "indikator",
        "merkmal", "indicateur", "metrique", "mesure", "indicador", "metrica",
      ].contains(where: name.parts.contains) && name.parts.count <= 2
  }

  /// Whether values under a name may be what was asked, or what was rated: "item", "aspect", "dimension".
  static func mayNameQuestions(_ name: ColumnName) -> Bool {
    [
      "item", "items", "aspect", "dimension", "attribute", "criterion", "criteria", "statement", "scale", "type",
      "topic",
      "kriterium", "aspekt", "aussage", "dimensao", "critere", "criterio", "aspecto", "enonce",
    ].contains(where: name.parts.contains) && name.parts.count <= 2
  }

  /// Whether a name says no more than that values are answers.
  static func holdsAnswers(_ name: ColumnName) -> Bool {
    isAnswer(name) || isGenericScore(name)
      || [
        "value", "actual value", "numeric value", "answer value", "response value", "score", "rating", "result",
        "points", "answer", "response", "wert", "punkte", "bewertung", "note",
        "valeur", "reponse", "valor", "respuesta", "resposta", "puntuacion", "nota",
      ].contains(name.words)
  }

  /// Whether numbers under a name are weights of answers.
  static func weighs(_ name: ColumnName) -> Bool {
    let words = [
      "weight", "weights", "weighting", "wgt", "wt", "gewicht", "gewichtung", "poids", "ponderation", "peso",
      "ponderacion", "ponderacao", "raking",
    ]
    let units = [
      "kg", "g", "lb", "lbs", "pounds", "oz", "gram", "grams", "body", "birth", "product", "parcel", "shipping",
    ]
    return words.contains(where: name.parts.contains) && !units.contains(where: name.parts.contains) && !name.isQuestion
  }

  /// Whether a name says no more than how many answers there are.
  static func countsAnswers(_ name: ColumnName) -> Bool {
    let words = name.parts.subtracting([
      "of", "the", "de", "der", "di", "total", "no", "number", "num", "anzahl", "nombre", "numero",
    ])
    if words.isEmpty { return ["number", "anzahl", "nombre", "numero"].contains(where: name.parts.contains) }
    let things: Set<String> = [
      "count", "counts", "n", "freq", "frequency", "responses", "response", "respondents", "answers", "ratings",
      "rating",
      "votes", "customers", "people", "surveys", "cases", "haufigkeit", "antworten", "stimmen", "bewertungen",
      "reponses",
      "effectif", "effectifs", "respuestas", "frecuencia", "cantidad", "conteo", "respostas", "quantidade", "aantal",
    ]
    let counting: Set<String> = [
      "count", "counts", "n", "freq", "frequency", "responses", "respondents", "answers", "votes", "haufigkeit",
      "antworten", "stimmen", "reponses", "effectif", "effectifs", "respuestas", "frecuencia", "cantidad", "conteo",
      "respostas", "quantidade", "aantal",
    ]
    let isOfNumber = ["number", "anzahl", "nombre", "numero", "num", "no"].contains(where: name.parts.contains)
    return words.isSubset(of: things) && (isOfNumber || !words.isDisjoint(with: counting))
  }

  /// Whether a name is that of the id of a record, and of nothing else.
  static func isRecordID(_ name: ColumnName) -> Bool {
    let kinds = [
      "id", "nr", "no", "number", "key", "nummer", "numero", "uuid", "ref", "reference", "referenz", "referencia",
    ]
    let records: Set<String> = [
      "ticket", "response", "respondent", "case", "record", "review", "submission", "survey", "answer", "request",
      "incident", "feedback", "vorgang", "antwort", "anfrage", "reponse", "dossier", "demande", "respuesta", "caso",
      "solicitud", "incidencia", "issue", "the", "of", "de", "del", "du", "der",
    ]
    let rest = name.parts.subtracting(kinds)
    if rest.isEmpty { return name.words == "id" || name.words == "uuid" }
    return rest.count < name.parts.count && rest.isSubset(of: records)
      || ["ticketid", "responseid", "caseid", "reviewid", "ticketnummer", "vorgangsnummer", "fallnummer"].contains(
        name.words)
  }
}
