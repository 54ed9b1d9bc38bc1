import Attune
import AttuneCare
import AttuneReports
import AttuneStreams
import Synchronization

/// The column that says who wrote each record, in files that hold what customers write and what they are answered.
///
/// A column that names customers and agents is one if its name says so ("Author role", "Sender", "Message direction"), or says
/// nothing else ("Direction", "Type", "incoming") and the file is one of messages: both sides write under one ID, or no column
/// holds a score. "Last reply by", "Call direction" and "Booked by" say something else of a case whose words are the
/// customer's.
package struct WriterColumn {
  /// nil where there is none.
  package private(set) var sides: RecordSides?
  /// Which records are notes for colleagues, by a column that may be another one; nil where none says it.
  package private(set) var notes: RecordSides?
  /// Columns that name both sides, and may say who wrote a record; their numbers.
  package private(set) var doubtful: [Int] = []

  /// Records whose values are looked at.
  private static let lookedAt = 1000

  /// Finds it. The input can be read afterwards.
  ///
  /// - Parameters:
  ///   - taken: columns that are something else.
  ///   - isBrief: look at no more than what has arrived.
  package init(
    in sample: ColumnSample, of tape: InputTape, format: RecordFormat, taken: Set<Int>, isBrief: Bool = false
  ) throws(StreamError) {
    let finder = sample.finder
    let candidates = finder.writers(taken: taken)
    guard !candidates.isEmpty else { return }
    let ids = Array(finder.idColumns.prefix(2))
    let fields = (candidates.map(\.column) + ids).map(sample.field)
    let rows = try Self.rows(fields, in: tape, format, isBrief: isBrief)
    var addresses: [[[String]]] = []
    var isFound = false
    for (place, candidate) in candidates.enumerated() {
      func sides(_ kind: WriterSides.Kind = .words, of column: Int) -> RecordSides {
        RecordSides(WriterSides(column: sample.field(column), name: sample.columns[column].name, kind))
      }
      let values = rows.map { $0[place] }
      let reader = sides(of: candidate.column)
      switch candidate.kind {
      case .names:
        if self.sides == nil, Self.namesServers(values) { self.sides = sides(.names, of: candidate.column) }
      case .sender, .recipient:
        addresses.append(values.map(WriterSides.domains))
        guard candidate.kind == .recipient, addresses.count == 2 else { continue }
        if self.sides == nil, let domain = Self.domain(from: addresses[0], to: addresses[1]) {
          self.sides = sides(.addresses(domain: domain), of: candidates[place - 1].column)
        }
      case .author, .note, .plain, .other:
        let notes = RecordSides(
          notes: sample.field(candidate.column), name: sample.columns[candidate.column].name)
        let areNotes = candidate.kind != .other && Self.nameSides(values, notes)
        let areSides = Self.nameSides(values, reader)
        guard areSides || areNotes else { continue }
        // Those of agents are among the public ones, unless words say whose they are.
        let tellsAgents = values.contains { [.agent, .customer].contains(reader.side(of: $0)) }
        let found = areSides && tellsAgents ? reader : areNotes ? notes : sides(.notes, of: candidate.column)
        let isOfMessages = ids.indices.contains { id in
          Self.isMixed(values, rows.map { $0[candidates.count + id] }, found)
        }
        let isSure = [.author, .note].contains(candidate.kind) || candidate.kind == .plain && isOfMessages
        if areNotes, isSure || candidate.isTold { self.notes = self.notes ?? notes }
        guard !isFound else { continue }
        // A score is a customer's answer, which may be private or hidden from others.
        let hidesScores =
          candidate.kind == .note && finder.hasScores && !values.contains(where: NoteWords.saysPlainly)
        if isSure && !hidesScores || candidate.kind == .plain && candidate.isTold && !finder.hasScores {
          self.sides = found
          isFound = true
        } else if areSides {
          doubtful.append(candidate.column)
        }
      }
    }
    if sides != nil { doubtful = [] }
  }

  /// Whether all values name a side, and customers are not alone.
  private static func nameSides(_ values: [String], _ reader: RecordSides) -> Bool {
    let found = Set(values).subtracting([""])
    guard (2...WriterCandidate.mostValues).contains(found.count), found.allSatisfy(reader.understands) else {
      return false
    }
    let sides = found.map(reader.side)
    return sides.contains { $0.isCustomers } && sides.contains { !$0.isCustomers }
  }

  /// Whether customers and others write under the same IDs, in most of those that occur again.
  private static func isMixed(_ values: [String], _ ids: [String], _ reader: RecordSides) -> Bool {
    var cases: [String: (records: Int, customers: Int)] = [:]
    for (value, id) in zip(values, ids) where !id.isEmpty {
      let own = cases[id] ?? (0, 0)
      cases[id] = (own.records + 1, own.customers + (reader.side(of: value).isCustomers ? 1 : 0))
    }
    let several = cases.values.filter { $0.records > 1 }
    return !several.isEmpty && 2 * several.count { $0.customers > 0 && $0.customers < $0.records } >= several.count
  }

  /// Whether some of the names say that they serve customers, each of them again and again, and most do not.
  private static func namesServers(_ values: [String]) -> Bool {
    let servers = values.filter(WriterSides.namesServer)
    return servers.count > 1 && Set(servers).count < servers.count && servers.count < values.count
  }

  /// The domain of the company in mails between it and its customers: on one side of every mail, and on neither side of all.
  private static func domain(from: [[String]], to: [[String]]) -> String? {
    let mails = Array(zip(from, to)).filter { !$0.0.isEmpty && !$0.1.isEmpty }
    guard mails.count > 1, let first = mails.first else { return nil }
    let found = Set(first.0 + first.1).filter { domain in
      let sent = mails.count { $0.0.contains(domain) && !$0.1.contains(domain) }
      let received = mails.count { !$0.0.contains(domain) && $0.1.contains(domain) }
      return sent > 0 && received > 0 && sent + received == mails.count && !freeMail.contains(domain)
    }
    // Between two companies nobody can tell.
    return found.count == 1 ? found.first : nil
  }

  private static let freeMail: Set<String> = [
    "gmail.com", "outlook.com", "hotmail.com", "yahoo.com", "gmx.de", "web.de",
  ]

  /// The first values of columns, empty where there is none. The input can be read afterwards.
  static func rows(
    _ fields: [String], in tape: InputTape, _ format: RecordFormat, isBrief: Bool
  ) throws(StreamError) -> [[String]] {
    let found = Mutex((rows: [[String]](), isFull: false))
    var pipeline = FieldPipeline(format: format, fields: fields) { fields in
      found.withLock { found in
        guard found.rows.count < lookedAt else { return }
        found.rows.append(
          fields.map { FieldCursor($0).isMissing ? "" : String(decoding: $0.prefix(400), as: UTF8.self) })
      }
    }
    pipeline.optionalFields = Set(fields)
    if isBrief { pipeline.chunkSize = 64 << 10 }
    let look = pipeline
    _ = try tape.look { () throws(StreamError) in
      try look.run(tape) { _ in !isBrief && found.withLock { $0.rows.count < lookedAt } }
    }
    return found.withLock { $0.rows }
  }

  /// The values of a column that a person has named, by whether they say whose a record is.
  package static func values(
    _ sides: RecordSides, in tape: InputTape, format: RecordFormat, isBrief: Bool
  ) throws(StreamError) -> (told: [String], unknown: [String]) {
    let values = Set(try rows([sides.column], in: tape, format, isBrief: isBrief).map { $0[0] }).subtracting([""])
    return (values.filter(sides.understands).sorted(), values.filter { !sides.understands($0) }.sorted())
  }

  /// What is said where there is one.
  /// - Parameter column: as people may see it.
  package static func note(_ column: String, _ sides: RecordSides) -> String {
    let rest =
      switch sides.kind {
      case .words: ""
      case .notes: ", which leaves out notes for colleagues; the others may be agents' as well"
      case .names: ", where authors count as customers unless their name says support, agent or bot"
      case .addresses(let domain): ", where \(domain) is the company's"
      }
    return "only what customers wrote is counted, by the column \(column)\(rest)"
  }
}

extension RecordSides {
  /// Whether answers are told from what customers write: where notes are, the others may be anybody's.
  package var showsAnswers: Bool { kind != .notes }
}
