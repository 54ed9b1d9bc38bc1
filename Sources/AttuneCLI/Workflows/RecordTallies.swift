import Attune
import AttuneCare
import AttuneReports
import AttuneStreams
import Synchronization

/// What records are counted in, in their order: a report or a comparison.
protocol RecordTallies: Sendable {
  mutating func append(_ row: RecordLayout.Row, path: String, line: Int, hash: UInt64?)
  /// A record that cannot be read.
  mutating func appendProblem()
  /// What lines outside the table say of scales.
  mutating func append(_ legends: [ScaleLegend])
  /// A record that no customer wrote.
  mutating func appendOther(_ row: RecordLayout.Row)
  var repeated: Repeats { get }
}

extension Report: RecordTallies {}
extension Comparison: RecordTallies {}

extension RecordTallies {
  fileprivate mutating func append(_ entry: SummaryRows.Entry) {
    guard entry.row.isCustomers else { return appendOther(entry.row) }
    append(entry.row, path: entry.path, line: entry.line, hash: entry.hash)
  }

  /// Counts all records of a tape, which is read to its end.
  ///
  /// - Parameters:
  ///   - cutter: what of a text counts; nil for all of it.
  ///   - model: reads the texts, where the layout has a column of them.
  func counting(
    _ layout: RecordLayout, in tape: InputTape, format: RecordFormat, model: Model?, taxonomy: Taxonomy?,
    cutter: TextCutter?, workers: Int, report: StreamReport
  ) throws -> Self {
    let tallies = Mutex(
      (tallies: self, summaries: SummaryRows(layout), cases: CaseRows(layout), leftOut: LeftOutRows()))
    try layout.forEachRecord(
      in: tape, format: format, model: layout.text == nil ? nil : model, taxonomy: taxonomy,
      findsRepeats: format != .text, cutter: cutter, workers: workers, report: report
    ) { batch in
      tallies.withLock { state in
        batch.moveRows { row, path, line, hash in
          state.summaries.append((row, path, line, hash)) {
            state.cases.append($0) { state.tallies.append($0) }
          }
        }
        for _ in 0..<batch.problemCount { state.tallies.appendProblem() }
        state.leftOut.merge(batch.leftOut)
      }
    }
    return tallies.withLock { state in
      state.summaries.finish()
      state.cases.finish { state.tallies.append($0) }
      if state.cases.late > 0 {
        let late = Digits.count(state.cases.late)
        tape.inputs[0].reading.notes.add(
          "\(tape.inputs[0].name): too many IDs to join all records of every case: of the last \(late) records with an "
            + "ID, only the first of each ID counts"
        )
      }
      if state.cases.undated > 0 {
        let cases = Digits.count(state.cases.undated)
        tape.inputs[0].reading.notes.add(
          "\(tape.inputs[0].name): in \(cases) case\(state.cases.undated == 1 ? "" : "s"), dates do not tell which record "
            + "is the latest, so the order of the file decides")
      }
      let legends = ScaleLegend.all(
        in: tape.inputs[0].reading.notes.outsideTable + state.leftOut.lines + state.summaries.lines)
      for legend in legends {
        tape.inputs[0].reading.notes.add(
          "\(tape.inputs[0].name): a line outside the table explains a scale: \(ColumnSearch.quoted(legend.text))")
      }
      state.tallies.append(legends)
      for case let note? in [state.leftOut.text, state.summaries.text] {
        tape.inputs[0].reading.notes.add("\(tape.inputs[0].name): \(note)")
      }
      let repeats = state.tallies.repeated
      if let others = repeats.others {
        let note =
          others == 1
          ? "1 record not written by a customer is left out"
          : "\(Digits.count(others)) records not written by a customer are left out"
        tape.inputs[0].reading.notes.add("\(tape.inputs[0].name): \(note)")
      }
      if let shared = repeats.sharedIDs, let column = layout.watchedID {
        tape.inputs[0].reading.notes.add(
          "\(tape.inputs[0].name): \(Digits.count(shared)) \(shared == 1 ? "record repeats" : "records repeat") a value of "
            + "\(ColumnSearch.quoted(column)) and \(shared == 1 ? "is" : "are") counted; --id \(column.quotedForShell) makes one record of each, in its latest state"
        )
      }
      return state.tallies
    }
  }
}
