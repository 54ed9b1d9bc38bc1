import AttuneCare

/// A column that may say who wrote each record.
package struct WriterCandidate: Sendable, Hashable {
  package enum Kind: Sendable, Hashable {
    /// "Author role", "Sender"
    case author
    /// "Comment type", "Visibility", or a value such as "Internal note": which of the texts are notes for colleagues.
    case note
    /// "Direction", "Type", "incoming"
    case plain
    /// Any other name, such as "Last reply by".
    case other
    /// Names of people under that of an author.
    case names
    /// Addresses that mails come from, and the column behind it, that they go to.
    case sender, recipient
  }

  /// The column's number, from 0.
  package var column: Int
  package var kind: Kind
  /// Whether name and values say it where no column holds a score: not "Is customer", which may be asked of anybody.
  package var isTold = true

  /// More values than such a column has.
  package static let mostValues = 12
}

extension RoleFinder {
  /// Whether a column holds notes in which customers are spoken of; or notes beside the names of those who serve customers, or of
  /// guests and the like whom these rate, and no answers of customers.
  package func mayBeServersNotes(_ index: Int) -> Bool {
    let others = columns.indices.filter { $0 != index }
    guard NameRules.isOfNotes(names[index]) else { return false }
    return NameRules.speakOfCustomers(columns[index].facts.notes)
      || !others.contains { other in [.csat, .nps, .ces].contains { strength(other, $0) >= 2 } }
        && (names[index].parts.contains("host") || others.contains { isAgents($0) && isName(columns[$0].facts) })
  }

  /// Whether the name of a column that is not read as a text is rather that of what those who serve customers write.
  package func isRatherOfServers(_ index: Int) -> Bool {
    NameRules.isRatherOfServers(names[index], isOfSurvey: survey != nil || names.contains(where: NameRules.namesSurvey))
  }

  /// The columns that may say who wrote each record, the best ones first.
  /// - Parameter taken: columns that are something else.
  package func writers(taken: Set<Int>) -> [WriterCandidate] {
    let free = columns.indices.filter { !taken.contains($0) && columns[$0].facts.filled > 1 }
    let told = free.compactMap { index in writer(index).map { WriterCandidate(column: index, kind: $0) } }
    let order: [WriterCandidate.Kind] = [.author, .plain, .other, .note]
    var found = order.flatMap { kind in told.filter { $0.kind == kind } }
    for index in found.indices {
      let name = names[found[index].column]
      // Anybody in a company has a role.
      found[index].isTold =
        found[index].kind == .note || NameRules.isPlainWriter(name) && !["role", "rolle"].contains(name.words)
    }
    let authors = free.filter { NameRules.namesAuthor(names[$0]) && isName(columns[$0].facts) }
    found += authors.filter { !columns[$0].facts.areAddresses }.map { .init(column: $0, kind: .names) }
    let mails = free.filter { columns[$0].facts.areAddresses }
    if let from = mails.first(where: { NameRules.isSender(names[$0]) }),
      let to = mails.first(where: { NameRules.isRecipient(names[$0]) })
    {
      found += [.init(column: from, kind: .sender), .init(column: to, kind: .recipient)]
    }
    return found
  }

  /// What a column of two to twelve values may be; nil for none of these.
  private func writer(_ index: Int) -> WriterCandidate.Kind? {
    let (facts, name) = (columns[index].facts, names[index])
    guard (2...WriterCandidate.mostValues).contains(facts.distinct), isName(facts), !facts.areDates else { return nil }
    if facts.areTruths {
      let asksForNotes = NameRules.yesMeansNote(name) != nil
      if asksForNotes, NameRules.speaksOfNotes(name) { return .note }
      return asksForNotes || NameRules.asksForWriter(name) ? .plain : nil
    }
    guard !facts.areNumbers else { return nil }
    if facts.saysNote, NameRules.isVisibility(name) { return .note }
    let isOfParts = columns.indices.contains { strength($0, .conversation) >= 3 || strength($0, .turn) >= 3 }
    if NameRules.isWriter(name) { return isOfParts || !["role", "rolle"].contains(name.words) ? .author : .plain }
    if facts.saysNote { return .plain }
    guard strength(index, .role) >= 3 || TurnSide.areWriters(facts.examples) else { return nil }
    return NameRules.isPlainWriter(name) ? .plain : .other
  }

  /// Columns whose values tell cases or conversations apart.
  package var idColumns: [Int] {
    columns.indices.filter { index in
      (NameRules.isRecordID(names[index]) || isCaseID(index) || strength(index, .conversation) >= 3)
        && columns[index].facts.distinct > 1
    }
  }

  /// Whether a column holds a score of cases, or how they ended.
  package var hasScores: Bool {
    columns.indices.contains { index in
      let facts = columns[index].facts
      guard facts.filled > 0 else { return false }
      return [ColumnRole.csat, .nps, .ces].contains {
        strength(index, $0) >= 2 && (facts.areScores || facts.areAnswers)
      }
        || strength(index, .resolved) >= 3 && facts.areTruths || strength(index, .resolution) >= 3 && facts.areDurations
    }
  }
}

extension NameRules {
  private static let authors = words(
    "author sender from speaker writer poster role written sent posted said absender verfasser autor sprecher rolle "
      + "geschrieben gesendet auteur expediteur emetteur locuteur ecrit envoye remitente emisor hablante rol escrito "
      + "enviado actor purpose participant")
  private static let besideAuthors = words(
    "type kind id of the by is message messages msg mail email chat conversation parts comment turn part direction side "
      + "party user person who item event text entry post channel richtung typ art seite nachricht der des von durch du de "
      + "la par por sens direccion mensaje tipo label transcript utterance article agent bot staff customer "
      + "incoming inbound outgoing outbound internal private public nachrichtenrichtung mailrichtung was")
  private static let names = words("name names display full nickname username nom nombre")
  /// Yes and no under these say whose a message is, wherever it stands.
  private static let plainSides = words("incoming inbound outgoing outbound agent bot staff internal private public")

  /// Whether a name says that values tell who wrote a record: "Author role", "Sender type", "Message direction".
  static func isWriter(_ name: ColumnName) -> Bool {
    guard isPlainWriter(name) else { return false }
    return !name.parts.isDisjoint(with: authors)
      || name.holds("direction")
        && !name.parts.isDisjoint(with: ["message", "messages", "msg", "mail", "email", "chat"])
      || ["nachrichtenrichtung", "mailrichtung"].contains(name.words)
  }

  /// Whether a name says no more than that something is somebody's: "Direction", "Type", "incoming".
  static func isPlainWriter(_ name: ColumnName) -> Bool {
    !name.parts.isEmpty && name.parts.isSubset(of: authors.union(besideAuthors))
      && name.parts.isDisjoint(with: ["customer"])
  }

  /// Whether yes and no under a name say whose a message is: "incoming", "Is agent", "is_from_customer".
  static func asksForWriter(_ name: ColumnName) -> Bool {
    name.parts.isSubset(of: authors.union(besideAuthors))
      && !name.parts.isDisjoint(with: plainSides.union(["customer"]))
  }

  /// Whether values under a name are names of those who wrote: "Author", "Sender name".
  static func namesAuthor(_ name: ColumnName) -> Bool {
    !name.parts.isDisjoint(with: [
      "author", "sender", "from", "speaker", "writer", "absender", "auteur", "autor", "remitente",
    ])
      && name.parts.isSubset(of: authors.union(besideAuthors).union(names))
  }

  static func isSender(_ name: ColumnName) -> Bool {
    ["from", "sender", "absender", "von", "de", "expediteur", "remitente"].contains { name.parts.contains($0) }
  }

  static func isRecipient(_ name: ColumnName) -> Bool {
    ["to", "recipient", "recipients", "empfanger", "an", "a", "destinataire", "destinatario", "para"].contains {
      name.parts.contains($0)
    }
  }

  /// Whether values under a name may say that a text is a note for colleagues: "Comment type", "Visibility".
  static func isVisibility(_ name: ColumnName) -> Bool {
    ["visibility", "sichtbarkeit", "visibilite", "visibilidad", "audience"].contains(where: name.parts.contains)
      || !name.parts.isDisjoint(with: ["type", "kind", "typ", "art", "tipo"])
        && ["comment", "note", "message", "article", "entry", "part", "commentaire", "comentario", "nachricht"]
          .contains(where: name.parts.contains)
      || ["kommentartyp", "kommentarart"].contains(name.words)
  }
}
