@_spi(Server) import AttuneWorkflows
import Foundation

/// Answers to questions about the records, each on the calling thread.
struct RecordAnswers: Sendable {
  let records: Records
  let loader: RecordLoader
  let corrections: Corrections?
  let service: Service

  /// The figures of a selection, and its first texts.
  ///
  /// - Complexity: O(records × facets)
  func figures(_ query: RecordQuery) throws -> RecordJSON.Figures {
    let status = loader.status
    return try records.now { state in
      let misses = try state.misses(query.selection)
      var total = [Int](repeating: 0, count: ReadRecord.labels.count)
      for record in 0..<state.columns.count where misses.isWanted(record) {
        total[Int(state.columns.labels[record])] += 1
      }
      return RecordJSON.Figures(
        records: state.columns.present, matching: total.reduce(0, +), net: .init(SentimentCounts(total)),
        facets: Facet.allCases.map { Self.values($0, state.columns, misses, limit: query.values) },
        texts: try Self.lines(query, state, misses) { misses.isWanted($0) },
        ignored: query.selection.search.ignored, status: status)
    }
  }

  private static func values(
    _ facet: Facet, _ columns: RecordColumns, _ misses: Misses, limit: Int
  ) -> RecordJSON.FacetValues {
    let values = FacetCounts(facet, columns, misses).values
    return .init(
      facet: facet.rawValue,
      values: values.prefix(limit).map {
        .init(value: facet.title(of: $0.number, in: columns), records: $0.records, net: .init($0.sentiment))
      }, more: max(0, values.count - limit))
  }

  private static func lines(
    _ query: RecordQuery, _ state: borrowing Records.State, _ misses: Misses, where isWanted: (Int) -> Bool
  ) throws -> [RecordJSON.Line] {
    let first = query.ranking.first(query.from + query.count, of: state.columns, where: isWanted)
    var lines: [RecordJSON.Line] = []
    for place in first.dropFirst(query.from) { lines.append(try .init(place, state)) }
    return lines
  }

  /// The queue of the desk: see `RecordColumns.tickets`.
  func queue(_ query: RecordQuery) throws -> RecordJSON.Queue {
    let status = loader.status
    return try records.now { try Self.queue(query, &$0, status) }
  }

  static func queue(
    _ query: RecordQuery, _ state: inout Records.State, _ status: RecordLoader.Status
  ) throws -> RecordJSON.Queue {
    let misses = try state.misses(query.selection)
    let all = state.columns.tickets()
    var counts = TicketState.allCases.map { _ in 0 }
    for (record, ticket) in all.enumerated() where misses.isWanted(record) {
      if let ticket { counts[ticket.rawValue] += 1 }
    }
    let facets = [Facet.label, .channel, .aspect].map { Self.values($0, state.columns, misses, limit: query.values) }
    return RecordJSON.Queue(
      records: state.columns.present, waiting: counts[TicketState.waiting.rawValue],
      answered: counts[TicketState.answered.rawValue], closed: counts[TicketState.closed.rawValue],
      tickets: try Self.lines(query, state, misses) {
        misses.isWanted($0) && all[$0].map(query.states.contains) ?? false
      }, facets: facets,
      ignored: query.selection.search.ignored, status: status)
  }

  /// Turns of a conversation, and earlier contacts, that are shown.
  private static let shownTurns = 50
  private static let shownContacts = 20

  /// A record with its conversation and the other messages of its customer; nil for a number that no record has.
  func whole(_ number: Int) throws -> (whole: RecordJSON.Whole, reading: [UInt8])? {
    let (corrections, service) = (corrections, service)
    let found: (whole: RecordJSON.Whole, context: TextContext)? = try records.now { state in
      guard let place = state.columns.place(of: number) else { return nil }
      state.columns.settle()
      func others(_ role: RecordColumns.Name) -> [Int] {
        let codes = state.columns.names[role.rawValue].codes
        guard codes[place] > 0 else { return [] }
        return state.columns.inOrder(
          codes.indices.filter { codes[$0] == codes[place] && !state.columns.states[$0].contains(.removed) })
      }
      let turns = others(.conversation)
      let inTurns = Set(turns)
      let contacts = others(.customer)
        .filter {
          $0 != place && !state.columns.states[$0].contains(.ofOthers) && !inTurns.contains($0)
            && state.columns.labels[$0] != ReadRecord.noText
        }
        .reversed()
      let text = try state.store.text(number)
      var whole = RecordJSON.Whole(
        record: try .init(place, state), text: text, customer: state.columns.name(.customer, of: place), turns: [],
        contacts: [], allTurns: turns.count,
        allContacts: contacts.count, correction: corrections?.label(of: text))
      if turns.count > 1 { for turn in turns.suffix(Self.shownTurns) { whole.turns.append(try .init(turn, state)) } }
      for contact in contacts.prefix(Self.shownContacts) { whole.contacts.append(try .init(contact, state)) }
      return (whole, TextContext(code: try state.store.context(of: state.columns.files[place])))
    }
    // Reading a text holds up nobody who asks of the records.
    return found.map { ($0.whole, service.reading(of: $0.whole.text, in: $0.context)) }
  }

  // MARK: Tables

  /// The figures as lines of CSV.
  func figuresTable(_ query: RecordQuery) throws -> String {
    var query = query
    query.values = 10_000
    query.count = 1
    let figures = try figures(query)
    func cells(_ net: RecordJSON.Net?) -> [String] {
      net.map { ["\($0.value)", "\($0.lower)", "\($0.upper)"] } ?? ["", "", ""]
    }
    var table = CSVLine.of(["facet", "value", "records", "net_sentiment", "lower", "upper"])
    table += CSVLine.of(["all", "", "\(figures.matching)"] + cells(figures.net))
    for facet in figures.facets {
      for value in facet.values {
        table += CSVLine.of([facet.facet, value.value, "\(value.records)"] + cells(value.net))
      }
    }
    return table
  }

  /// Records of a piece of the table of texts.
  private static let tableRows = 500

  static let tableHeader = CSVLine.of([
    "number", "time", "label", "score", "urgency", "own_urgency", "reasons", "tones", "aspects", "language", "channel",
    "agent", "customer", "text",
  ])

  /// A piece of the table of all texts of a selection, in the order of the records.
  ///
  /// - Parameter start: the place of the first record that is looked at.
  /// - Returns: lines, and where the next piece begins; nil behind the last one.
  func textsTable(_ query: RecordQuery, from start: Int) throws -> (lines: [String], next: Int?) {
    try records.now { state in
      let misses = try state.misses(query.selection)
      var lines: [String] = []
      for place in min(start, state.columns.count)..<state.columns.count where misses.isWanted(place) {
        guard lines.count < Self.tableRows else { return (lines, place) }
        let line = try RecordJSON.Line(place, state, limit: nil)
        lines.append(
          CSVLine.of([
            "\(line.number)", line.time ?? "", line.label, "\(line.score)", "\(line.urgency)", "\(line.ownUrgency)",
            line.reasons.joined(separator: " "), line.tones.joined(separator: " "),
            line.aspects.map { "\($0.aspect) \($0.label)" }.joined(separator: ", "), line.language ?? "",
            line.channel ?? "", line.agent ?? "", line.customer ?? "", line.text,
          ]))
      }
      return (lines, nil)
    }
  }
}
