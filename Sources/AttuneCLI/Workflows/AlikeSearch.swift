import AttuneReports
import AttuneStreams
import Synchronization

/// Looks for the column of those whose records are alike where no name tells which it is.
struct AlikeSearch {
  let search: ColumnSearch
  /// With the columns of groups that are compared, and behind them that of `found`.
  let layout: RecordLayout
  /// The column of agents or customers that is found by name; nil for none.
  let found: String?

  /// Records that are looked at.
  private static let records = 5000

  /// - Returns: the column, where it is a part of what is compared; else `found`. Of another that may be of people it is
  ///   said that there is one.
  func column() throws -> String? {
    guard search.format != .text, let sample = try search.sample() else { return found }
    var layout = sampled
    let finder = sample.finder
    // Agents are what is looked for.
    if let found, let index = sample.index(of: found), finder.isAgents(index) { return found }
    let taken = self.layout.usedFields + self.layout.rowNames.prefix(1)
    let candidates = finder.repeatedNames(taken: Set(taken.compactMap { sample.index(of: $0) }))
    guard !layout.measured.isEmpty, !candidates.isEmpty else { return found }
    layout.groups += candidates.map(sample.field)
    for finding in try findings(layout, candidates.count) {
      let column = candidates[finding.candidate]
      let name = ColumnSearch.quoted(sample.columns[column].name)
      let field = sample.field(column)
      if finding.isNested {
        search.say(
          "answers are alike within \(name), each value of which falls into one of the compared groups: intervals "
            + "allow for it; --no-cluster treats all records as independent")
        return field
      }
      if finder.looksLikePeople(column) {
        search.say("answers within \(name) are alike; --cluster \(field.quotedForShell) makes intervals allow for it")
        return found
      }
    }
    return found
  }

  /// What is read of each record: figures, without texts.
  private var sampled: RecordLayout {
    var layout = layout
    (layout.text, layout.id, layout.customer, layout.retentionDays, layout.coach) = (nil, nil, nil, nil, nil)
    layout.measured.removeAll { $0.kind == .reply }
    if found != nil { layout.groups.removeLast() }
    return layout
  }

  private func findings(_ layout: RecordLayout, _ candidates: Int) throws -> [AlikeRecords.Finding] {
    let found = Mutex((records: 0, alike: AlikeRecords(layout, candidates: candidates)))
    // With one worker, which reads the records in order.
    let pipeline = FieldPipeline(format: search.format, fields: layout.fields) { fields in
      let row = layout.read(fields)
      found.withLock { found in
        found.records += 1
        if found.records <= Self.records, row.isCustomers { found.alike.append(row) }
      }
    }
    let tape = search.tape
    _ = try tape.look { () throws(StreamError) in
      try pipeline.run(tape) { _ in found.withLock { $0.records < Self.records } }
    }
    return found.withLock { $0.alike.findings }
  }
}

extension RecordLayout {
  /// Puts the column of those whose records are alike in the place of `cluster`, the last of the groups, where it is not nil.
  mutating func findAlike(_ cluster: inout String?, by search: ColumnSearch) throws {
    let alike = try AlikeSearch(search: search, layout: self, found: cluster).column()
    if cluster != nil { groups.removeLast() }
    if let alike { groups.append(alike) }
    cluster = alike
  }
}
