import Attune
import AttuneCare

/// Which columns of an export hold what, and how they are to be read.
package struct RecordLayout: Sendable {
  /// The column of the texts; nil when there is none.
  package var text: String?
  package var measured: [MeasuredColumn] = []
  /// The first columns of a table, in which the names of rows stand that sum up others: "Total".
  package private(set) var rowNames: [String] = []
  /// Of who wrote a record, of which only customers' count; nil where all do.
  package var writer: RecordSides?
  /// Of what is different for every record; of those that share it, the first counts, see `CaseRows`.
  package var id: String?
  /// Of when records were last changed, by which the latest record of a case is told.
  package var changed: String?
  /// Of ids that may occur again, where no option says that they tell cases apart.
  package var watchedID: String?
  /// Of what says that a survey was only tried out, of whose records none counts.
  package var previews: String?
  /// Whether the means of times are figures beside their medians, as costs need them.
  package var hasMeanTimes = false
  /// Of who the customer is, for retention.
  package var customer: String?
  /// How many days a period of retention has; nil where it is not wanted.
  package var retentionDays: Int?
  /// Of how many contacts a case took.
  package var contacts: String?
  /// Of when a case was opened: columns of times are then those of when it was solved.
  package var opened: String?
  /// Of `contacts`.
  package var contactsMark = NumberParser.DecimalMark.point
  package var time: String?
  /// Columns to break figures down by.
  package var groups: [String] = []
  /// How many of `groups` are columns of kinds of cases whose mix is looked at: the last ones before that of clusters.
  package private(set) var mixCount = 0
  package var dateOrder: DateParser.Order?
  /// What stands before decimals in amounts and times; nil to detect it.
  package var decimalMark: NumberParser.DecimalMark?
  /// Whether numbers in the column of dates are days of a spreadsheet.
  package var readsSerials = false
  /// To which dates with a zone are moved; nil leaves them as they are written.
  package var zone: TimeZone?
  /// What answers in words count.
  package var answerBook = AnswerBook.shipped
  /// Judges the columns of replies.
  package var coach: ReplyCoach?
  /// Of the replies.
  package var channel = Channel.email

  package init() {}

  /// Takes the first columns of a table, up to the first that holds the texts or answers, for those that name rows. "Average"
  /// may be an answer.
  package mutating func nameRows(by columns: [String]) {
    let names = columns.prefix(Row.nameLimit).prefix { name in !measured.contains { $0.name == name } }
    rowNames = names.first == text ? [] : names.filter { $0 != text }
  }

  /// Looks at the mix of the values of columns.
  /// - Parameter hasClusters: whether `groups` ends with the column of clusters.
  package mutating func addMixes(_ columns: [String], hasClusters: Bool) {
    groups.insert(contentsOf: columns, at: groups.count - (hasClusters ? 1 : 0))
    mixCount += columns.count
  }

  /// The columns in the order in which `read` wants them.
  package var fields: [String] {
    [text].compactMap { $0 } + rowNames + unparsed + usedOnes
  }

  /// Those that are parsed.
  private var usedOnes: [String] {
    [id, customer, opened, contacts, time].compactMap { $0 } + measured.map(\.name) + groups
  }

  /// How many of `fields` are not parsed: the first ones.
  var unparsedFields: Int { rowNames.count + unparsed.count + (text == nil ? 0 : 1) }

  private var unparsed: [String] { [writer?.column, watchedID, previews, changed].compactMap { $0 } }

  /// The same without the columns that name rows and that are only watched, which may hold kinds of cases as well.
  package var usedFields: [String] { [text, writer?.column].compactMap { $0 } + usedOnes }

  /// The place of the text in `fields`.
  package var textField: Int? { text == nil ? nil : 0 }

  /// The figures that these columns make.
  package var metrics: [Metric] {
    var metrics =
      text == nil
      ? []
      : [Metric(.netSentiment, name: "net sentiment"), Metric(.urgent, name: "share urgent", better: .lower)]
    for (index, column) in measured.enumerated() {
      func time(_ source: Metric.Source, _ name: String) -> Metric {
        var metric = Metric(source, name: name, better: .lower)
        metric.isInDays = column.isInDays
        return metric
      }
      switch column.kind {
      case .promoter: metrics.append(Metric(.netPromoter(column: index), name: "NPS (\(column.name))"))
      case .satisfaction: metrics.append(Metric(.satisfaction(column: index), name: "CSAT (\(column.name))"))
      case .effort: metrics.append(Metric(.ease(column: index), name: "CES, easy (\(column.name))"))
      case .yesNo:
        metrics.append(Metric(.yes(column: index), name: "\(column.name), \(column.isNegated ? "no" : "yes")"))
      case .time:
        metrics.append(time(.time(column: index), "\(column.name), median"))
        if hasMeanTimes { metrics.append(time(.meanTime(column: index), "\(column.name), mean")) }
      case .amount:
        for (source, name) in [(Metric.Source.mean(column: index), "mean"), (.median(column: index), "median")] {
          var metric = Metric(source, name: "\(column.name), \(name)", better: column.better)
          metric.isTimed = column.isTimed
          metrics.append(metric)
        }
      case .reply: metrics.append(Metric(.mean(column: index), name: "empathy (\(column.name)), mean"))
      }
    }
    if let resolvedColumn, contacts != nil {
      metrics.append(Metric(.firstContactOfResolved(column: resolvedColumn), name: "first contact, of resolved"))
      metrics.append(Metric(.firstContactOfAll(column: resolvedColumn), name: "first contact, of all"))
    }
    return metrics
  }

  /// The name of the measured column of a figure.
  func column(of metric: Metric) -> String? { metric.column.map { measured[$0].name } }

  /// The number that counts as the best answer of a measured column; nil for words, and for a column that is no question.
  func bestText(_ scale: Scale?, of column: Int) -> String? {
    guard let scale, scale.hasBoxes, [.satisfaction, .effort].contains(measured[column].kind),
      measured[column].family == nil
    else { return nil }
    return scale.bestText
  }

  /// Of the measured columns, that of whether a case was resolved, and not of whether the first contact was enough.
  var resolvedColumn: Int? { measured.firstIndex { $0.kind == .yesNo && !$0.isOfFirstContact } }

  // MARK: Reading

  /// - Parameter fields: the bytes of `fields`, in their order.
  package func read(_ fields: [UnsafeBufferPointer<UInt8>]) -> Row {
    var row = Row()
    read(fields, into: &row)
    return row
  }

  /// - Parameter row: an empty one.
  private func read(_ fields: [UnsafeBufferPointer<UInt8>], into row: inout Row) {
    var at = 0
    func parse<Parser: FieldParser>(_ parser: Parser) -> Parser.Value? {
      defer { at += 1 }
      do throws(FieldError) {
        if let value = try parser.parse(utf8: fields[at]) { return value }
        let cursor = FieldCursor(fields[at])
        row.faults.append((at, cursor.count <= 4 ? .missing : .noAnswer(cursor.text)))
      } catch {
        row.faults.append((at, .unreadable(error)))
      }
      return nil
    }
    if text != nil {
      row.text = String(decoding: fields[0], as: UTF8.self)
      row.hasText = Self.isWritten(fields[0])
      at += 1
    }
    for column in rowNames.indices {
      let cursor = FieldCursor(fields[at])
      row.names[column] = cursor.nameHash
      if let label = cursor.summaryLabel {
        // "Count: 3" behind "Subtotal" is that number.
        if row.summary != nil, label.kind == .count, let number = label.group { row.names[column] = number }
        row.summary = row.summary ?? (label, column)
      }
      at += 1
    }
    if let writer {
      row.isCustomers = writer.side(of: String(decoding: fields[at], as: UTF8.self)).isCustomers
      at += 1
    }
    if watchedID != nil {
      row.watchedID = Self.idHash(fields[at])
      at += 1
    }
    if previews != nil {
      row.isPreview = FieldCursor(fields[at]).isPreview
      at += 1
    }
    if changed != nil {
      row.changed = (try? dates.parse(utf8: fields[at])) ?? nil
      at += 1
    }
    if id != nil {
      row.id = Self.idHash(fields[at])
      if row.id == nil { row.faults.append((at, .missing)) }
      at += 1
    }
    if customer != nil {
      row.customer = Self.nameHash(fields[at])
      if row.customer == nil { row.faults.append((at, .missing)) }
      at += 1
    }
    let opening = opened == nil ? nil : parse(dates)
    if contacts != nil { row.contacts = parse(ContactCountParser(decimalMark: contactsMark)) }
    if time != nil {
      if !readsSerials, zone == nil, let day = PlainField.day(fields[at]) {
        row.time = Timestamp(seconds: day.number * 86_400)
        at += 1
      } else {
        row.time = parse(dates)
      }
    }
    row.values.reserveCapacity(measured.count)
    for index in measured.indices {
      if let value = plainValue(fields[at], index) {
        if index == resolvedColumn { row.isResolved = value == 1 }
        row.values.append(value)
        at += 1
        continue
      }
      let column = measured[index]
      var value: Double?
      switch column.kind {
      case .promoter, .satisfaction, .effort:
        let parser = ScoreParser(decimalMark: column.decimalMark, family: column.family, book: answerBook)
        if let score = parse(parser) {
          value = rescaled(score, column)
          if column.family != nil, let word = FieldCursor(fields[at - 1]).word(limit: AnswerWords.limit) {
            row.words.append((index, word))
          }
          if let top = score.outOf { row.tops.append((index, column.top ?? top)) }
          if score.outOf.map({ $0 != column.top ?? $0 }) == true { row.rescaled.append(index) }
        } else if case .unreadable(.notAScore(let text))? = row.faults.last?.fault, saysNoAnswer(text) {
          row.faults[row.faults.count - 1].fault = .noAnswer(text)
        }
      case .yesNo:
        var isYes = parse(BooleanParser(isNegated: column.isNegated, codes: column.codes))
        if isYes == nil, BooleanParser.isCancelled(FieldCursor(fields[at - 1]).lowercased) {
          row.faults[row.faults.count - 1].fault = .cancelled
        }
        if isYes == nil, column.holdsStates, let answer = Self.unanswered(fields[at - 1]) {
          // A case that nobody answered is not solved; of others that say nothing nobody knows.
          isYes = answer ? false : nil
          row.faults.removeLast()
          if isYes == nil {
            row.faults.append((at - 1, .unreadable(.notABoolean(FieldCursor(fields[at - 1]).text))))
          }
        }
        if isYes == nil, let blank = column.blank, FieldCursor(fields[at - 1]).isAtEnd {
          row.faults.removeLast()
          isYes = blank != column.isNegated
        }
        if index == resolvedColumn { row.isResolved = isYes }
        value = isYes.map { $0 ? 1 : 0 }
      case .time where opened != nil:
        value = parse(dates).flatMap { end in opening.map { Double(end.seconds - $0.seconds) } }
        if let seconds = value, seconds < 0 {
          row.faults.append((at - 1, .unreadable(.endsBeforeStart(FieldCursor(fields[at - 1]).text))))
          value = nil
        }
      case .time,
        .amount where column.isTimed:
        value = parse(DurationParser(unit: column.timeUnit, clock: column.clock, decimalMark: column.decimalMark))
      case .amount: value = parse(NumberParser(decimalMark: column.decimalMark))
      case .reply:
        value = empathy(of: fields[at], customer: text == nil ? nil : row.text)
        if fields[at].isEmpty { row.faults.append((at, .missing)) }
        at += 1
      }
      row.values.append(value)
    }
    for _ in groups {
      row.groups.append(String(decoding: fields[at], as: UTF8.self))
      at += 1
    }
    forgetTimes(ofOpen: &row)
    if !rowNames.isEmpty, row.names[0] != 0, isNote(row, fields) {
      row.note = String(decoding: fields[text == nil ? 0 : 1], as: UTF8.self)
    }
  }

  /// Of a state that is written as no answer is in a survey: whether it says that the case got none, as "No response" does and
  /// "Not applicable" does not; nil for others, and where nothing is written.
  private static func unanswered(_ field: UnsafeBufferPointer<UInt8>) -> Bool? {
    let cursor = FieldCursor(field)
    guard cursor.isMissing, !cursor.isAtEnd, cursor.text.contains(where: \.isLetter) else { return nil }
    let word = AnswerWords.normalized(cursor.text)
    return ["answer", "repl", "respon", "antwor", "repons", "respuesta", "respost", "rispost", "antwoord", "contest"]
      .contains { word.contains(text: $0) }
  }

  /// A case that is not solved has taken no time to be solved; what stands there as 0 is none.
  private func forgetTimes(ofOpen row: inout Row) {
    guard row.isResolved == false else { return }
    for index in measured.indices where measured[index].kind == .time && row.values[index] == 0 {
      row.values[index] = nil
      row.faults.append((fields.count - groups.count - measured.count + index, .notYet))
    }
  }

  /// Whether a row is a line below the table: "Exported by Acme on 2026-08-20". Of a column of dates or ids two words are none;
  /// where names stand, it takes four and a digit.
  private func isNote(_ row: Row, _ fields: [UnsafeBufferPointer<UInt8>]) -> Bool {
    let first = text == nil ? 0 : 1
    guard !row.hasText, row.time == nil, row.contacts == nil, row.values.allSatisfy({ $0 == nil }),
      fields.indices.dropFirst(first + 1).allSatisfy({
        self.fields[$0] == rowNames[0] || FieldCursor(fields[$0]).isMissing
      })
    else { return false }
    let words = fields[first].split(separator: 0x20).count
    if rowNames[0] == time || rowNames[0] == id { return words > (rowNames[0] == id ? 2 : 1) }
    return words > 3 && fields[first].contains { $0 &- 0x30 < 10 || $0 == 0xA9 }
  }

  /// The value of a field that can be read at once; nil for others.
  private func plainValue(_ field: UnsafeBufferPointer<UInt8>, _ column: Int) -> Double? {
    switch measured[column].kind {
    case .promoter, .satisfaction, .effort: PlainField.number(field)
    case .yesNo where measured[column].codes == nil:
      PlainField.truth(field).map { $0 != measured[column].isNegated ? 1 : 0 }
    case .yesNo, .time, .amount, .reply: nil
    }
  }

  /// Whether a field holds a text.
  static func isWritten(_ field: UnsafeBufferPointer<UInt8>) -> Bool {
    let cursor = FieldCursor(field)
    guard !cursor.saysNothing else { return false }
    guard cursor.byte >= 0x80 else { return true }
    // Blanks and marks that nobody sees come in many kinds beyond ASCII.
    let beginning = cursor.text
    return beginning.utf8.count < cursor.count
      || beginning.unicodeScalars.contains {
        !$0.properties.isWhitespace && !$0.properties.isDefaultIgnorableCodePoint
      }
  }

  /// Of an id without blanks at its ends; nil for none. Letters of another case make another id.
  private static func idHash(_ field: UnsafeBufferPointer<UInt8>) -> UInt64? {
    guard !FieldCursor(field).isMissing else { return nil }
    let start = field.firstIndex { $0 > 0x20 } ?? 0
    let end = field.lastIndex { $0 > 0x20 } ?? field.count - 1
    return TokenHash.hash(UnsafeBufferPointer(rebasing: field[start...end]))
  }

  /// Of who it is, however it is written; nil for nobody.
  private static func nameHash(_ field: UnsafeBufferPointer<UInt8>) -> UInt64? {
    guard !FieldCursor(field).isNobody else { return nil }
    var folded = String(decoding: field, as: UTF8.self).foldedName
    return folded.withUTF8 { TokenHash.hash($0) }
  }

  /// Whether the record may sum up others, as one of its first columns says.
  func maySumUp(_ fields: [UnsafeBufferPointer<UInt8>]) -> Bool {
    let first = text == nil ? 0 : 1
    return fields[first..<first + rowNames.count].contains { FieldCursor($0).summaryLabel != nil }
  }

  /// How dates are read.
  /// The time that another field of a record says; nil where it says none.
  package func time(_ field: String) -> Timestamp? {
    var field = field
    return field.withUTF8 { try? dates.parse(FieldCursor($0)) }
  }

  private var dates: DateParser { DateParser(order: dateOrder, readsSerials: readsSerials, zone: zone) }

  private func saysNoAnswer(_ text: String) -> Bool {
    text.utf8.count <= AnswerWords.limit && answerBook.saysNoAnswer(AnswerWords.normalized(text))
  }

  /// "4/10" counts as 2 among answers out of 5. What is at least 1 stays so, since scales that begin at 1 have no less.
  private func rescaled(_ score: Score, _ column: MeasuredColumn) -> Double {
    guard let outOf = score.outOf, let top = column.top, outOf != top, outOf > 0 else { return score.value }
    let value = score.value * top / outOf
    return score.value >= 1 ? max(value, min(1, top)) : value
  }

  /// nil for no reply, and where the customer's message holds nothing to be warm about.
  private func empathy(of reply: UnsafeBufferPointer<UInt8>, customer: String?) -> Double? {
    guard !reply.isEmpty else { return nil }
    return coach?.assess(String(decoding: reply, as: UTF8.self), customer: customer, channel: channel).score
  }
}
