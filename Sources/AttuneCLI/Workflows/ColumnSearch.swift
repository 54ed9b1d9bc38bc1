import AttuneCare
import AttuneReports
import AttuneStreams
import AttuneWorkflows

/// The sample of all columns, once it is taken.
private final class TakenSample {
  var sample: ColumnSample?
}

/// Looks at the beginning of an input for columns that no option names.
struct ColumnSearch {
  let tape: InputTape
  let format: RecordFormat
  /// Goes before the option in the advice on ties.
  var advice = ""
  /// How much is looked at.
  var extent = ColumnSample.Extent.first
  /// The subject of a ticket belongs to its text.
  var joinsSubject = false
  /// Shared by copies, so that a command that looks for several things reads the beginning once.
  private let taken = TakenSample()

  // MARK: Looking

  /// - Parameters:
  ///   - name: stops looking where the input has this column.
  ///   - isBrief: look at no more than what has arrived.
  /// - Returns: nil when the input has column `name`.
  func sample(unless name: String? = nil, isBrief: Bool = false) throws(StreamError) -> ColumnSample? {
    if let name, let table = try FieldReader.table(of: tape, format: format), table.index(of: name) != nil {
      return nil
    }
    if name == nil, !isBrief, let sample = taken.sample { return sample }
    let sample = try ColumnSample.first(in: tape, format: format, extent, isBrief: isBrief, unless: name)
    if name == nil, !isBrief { taken.sample = sample }
    return sample
  }

  // MARK: Finding

  /// The field of each role that was found, as commands take it.
  ///
  /// - Parameters:
  ///   - taken: columns that options name.
  ///   - options: of roles whose option has another name here.
  ///   - undecided: roles that are left out, not refused, where two columns are equally good.
  /// - Throws: ends with a usage error where two columns are equally good and the figures depend on which is meant.
  func find(
    _ wanted: [ColumnRole], taken: [String], in sample: ColumnSample, options: [ColumnRole: String] = [:],
    undecided: Set<ColumnRole> = []
  ) throws -> [ColumnRole: String] {
    let found = try roles(wanted, taken: taken, in: sample, options: options, undecided: undecided)
    for note in OpenColumnNotes(found.finding, sample, advice: advice).notes { say(note) }
    return found.fields
  }

  /// The same with what was found besides; nothing is said of columns that might have a role.
  /// - Parameter isDirected: whether an option says which end of a column is the best.
  func roles(
    _ wanted: [ColumnRole], taken: [String], in sample: ColumnSample, options: [ColumnRole: String] = [:],
    undecided: Set<ColumnRole> = [], isDirected: (String) -> Bool = { _ in true }
  ) throws -> (fields: [ColumnRole: String], finding: RoleFinder.Finding) {
    let used = Set(taken.compactMap { sample.index(of: $0) })
    var finding = sample.finder.find(wanted, taken: used)
    if !joinsSubject, finding.isOpposite, let text = finding.roles[.text]?.column, let other = finding.opposite {
      finding.ties[.text] = [text, other].sorted()
      finding.roles[.text] = nil
    }
    for role in wanted {
      guard let tie = finding.ties[role] else { continue }
      // Columns of one name are told apart by their numbers.
      let areAlike = Set(tie.map { sample.columns[$0].name }).count < tie.count
      let names = Self.list(
        tie.map { index in
          let column = sample.columns[index]
          // "Speed: How satisfied …" has its question already.
          let label = column.label.flatMap { column.name.contains(text: $0) ? nil : " (\(Self.quoted($0)))" } ?? ""
          return Self.quoted(column.name) + (areAlike ? " (column \(index + 1))" : label)
        })
      let example = areAlike ? "\(tie[0] + 1)" : sample.field(tie[0])
      // Half of two opposite questions is no example.
      let pair = role == .text && !areAlike ? sample.finder.opposites(in: tie)?.map(sample.field) : nil
      let option =
        (options[role] ?? role.option).map { option in
          advice + (pair ?? [example]).map { "\(option) \($0.quotedForShell)" }.joined(separator: " ")
        } ?? ""
      let count = tie.count == 2 ? "two" : "\(tie.count)"
      if role.mustBeDecided, !undecided.contains(role) {
        try Exit.fail(
          "\(name): \(count) columns may be the \(role.title): \(names); say which with \(option), for example",
          Exit.usage)
      }
      let none = tie.count == 2 ? "neither" : "none"
      say(
        "\(count) columns may be the \(role.title), \(names): \(none) is used; say which with \(option), for example")
    }
    let texts = joinsSubject ? finding.texts(of: sample.columns, taken: used) : []
    let roles = wanted.filter { finding.roles[$0] != nil }
    let parts = roles.compactMap { role -> String? in
      guard let found = finding.roles[role] else { return nil }
      // Of these it is asked which end is the best.
      let isAsked = finding.open.contains { $0.column == found.column && $0.reason == .effortOrEase }
      if isAsked, !isDirected(sample.field(found.column)) { return nil }
      let doubt = found.certainty == .sure ? "" : " (likely)"
      let column = sample.columns[found.column]
      let label = column.label.map { " (\(Self.quoted($0)))" } ?? ""
      let isJoined = role == .text && texts.count > 1
      let names = (isJoined ? texts : [found.column]).map { Self.quoted(sample.columns[$0].name) }
      let isFirst = role == .resolved && RoleFinder.saysFirstContact(column.name)
      return
        "\(isFirst ? "first contact resolution" : role.title) from \(names.joined(separator: " and "))"
        + "\(isJoined ? "" : label)\(doubt)"
    }
    if !parts.isEmpty { say(parts.joined(separator: ", ")) }
    if wanted.contains(.text), finding.roles[.text] == nil {
      for column in sample.columns.indices where !used.contains(column) && Self.holdsTalks(sample.columns[column]) {
        let isOpen = finding.open.contains { $0.column == column && $0.reason == .unreadText }
        // Replies in them cannot be told apart; of others the notes on open columns say it.
        guard wanted.contains(.reply) || !isOpen else { continue }
        finding.open.removeAll { $0.column == column && $0.reason == .unreadText }
        let way =
          wanted.contains(.reply)
          ? "replies need a record for each, or for each turn"
          : "\(advice)--text \(sample.field(column).quotedForShell) reads the customers' turns"
        say("\(Self.quoted(sample.columns[column].name)) holds whole conversations, which are not read; \(way)")
      }
    }
    var fields = finding.roles.mapValues { sample.field($0.column) }
    if texts.count > 1 { fields[.text] = JoinedField.name(texts.map(sample.field)) }
    // What is read with the text is not left out.
    finding.open.removeAll { texts.contains($0.column) && $0.reason == .otherText }
    return (fields, finding)
  }

  /// Whether the first values of a column are conversations.
  static func holdsTalks(_ column: RoleFinder.Column) -> Bool {
    let examples = column.facts.examples
    return !examples.isEmpty
      && examples.allSatisfy { example in
        var example = example
        return example.withUTF8 { Transcript($0).isTalk }
      }
  }

  /// The field of the text of records that have no field `text`; "text" where none is found.
  ///
  /// - Parameters:
  ///   - taken: columns that are something else.
  ///   - joinsSubject: the subject of a ticket is read with its text.
  func text(isBrief: Bool = false, taken: [String] = [], joinsSubject: Bool = false) throws -> String {
    guard format != .text, let sample = try sample(unless: "text", isBrief: isBrief) else { return "text" }
    var search = self
    search.joinsSubject = joinsSubject
    return try search.find([.text], taken: taken, in: sample)[.text] ?? "text"
  }

  /// The first columns of a table; none for other input.
  var firstColumns: [String] {
    get throws {
      guard format != .text, let sample = try sample(), sample.table != nil else { return [] }
      return sample.columns.indices.prefix(RecordLayout.Row.nameLimit).map(sample.field)
    }
  }

  /// Columns of kinds of cases, such as channels and products, whose mix is looked at.
  ///
  /// - Parameter taken: columns that are something else.
  func mixes(taken: [String]) throws -> [String] {
    guard format != .text, let sample = try sample() else { return [] }
    let used = Set(taken.compactMap { sample.index(of: $0) })
    return sample.finder.kinds(taken: used).map(sample.field)
  }

  var name: String { tape.inputs[0].name }

  /// For the report itself as well; `--quiet` keeps it off standard error only.
  func say(_ note: String) {
    tape.inputs[0].reading.notes.add("\(name): \(note)")
  }

  static func list(_ names: [String]) -> String { OpenColumnNotes.list(names) }
  static func quoted(_ name: String) -> String { OpenColumnNotes.quoted(name) }
}
