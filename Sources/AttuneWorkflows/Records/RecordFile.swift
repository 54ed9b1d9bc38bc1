import Attune
import AttuneCare
import AttuneReports
import AttuneStreams
import Synchronization

/// A file of messages whose columns are known: tables, JSON or text, as `attune report` reads them.
@_spi(Server) public struct RecordFile: Sendable {
  /// Columns that a person has named; the others are found.
  public struct Columns: Sendable {
    /// Several are read as one text.
    public var texts: [String] = []
    /// Of dates.
    public var time: String?
    /// Of whose message it is.
    public var customer: String?
    /// Of the way by which the message came.
    public var channel: String?
    /// Of who answered it.
    public var agent: String?
    /// Of what it is a part of.
    public var conversation: String?

    /// All are found.
    public init() {}
  }

  /// What was read.
  public struct Summary: Sendable {
    /// Records, with those that could not be read.
    public var records = 0
    /// Records that could not be read.
    public var problems = 0

    init(records: Int, problems: Int) {
      self.records = records
      self.problems = problems
    }
  }

  /// Where the file is.
  public let path: String
  /// What was found out, a sentence each.
  public let notes: [String]
  /// Which column has which role, by the role's name; of those that were found or named.
  public let roles: [(role: String, column: String)]

  private let format: RecordFormat
  private let layout: RecordLayout
  /// Where records have what `layout.groups` say.
  private let names: [Name]
  private let model: Model

  fileprivate typealias Name = WritableKeyPath<ReadRecord, String> & Sendable

  /// Bytes that a worker takes at a time.
  private static let chunkSize = 64 << 10

  /// Finds the columns.
  ///
  /// - Throws: `Service.Failure` for a file that cannot be read, and one without a column of texts.
  public init(_ path: String, _ columns: Columns, _ service: Service) throws(Service.Failure) {
    var input = StreamInput.file(path)
    let notes = InputNotes { _ in }
    input.reading.notes = notes
    let search: RoleSearch
    do throws(StreamError) {
      try input.check()
      format = input.format
      search = try RoleSearch(InputTape([input]), format, columns)
    } catch {
      throw .unreadable("\(error)")
    }
    var layout = search.layout
    guard layout.text != nil else { throw .columns("\(path): \(search.refusal)") }
    do throws(StreamError) {
      let tape = InputTape([input])
      switch try layout.look(in: tape, format: format) {
      case .success(let found): layout = found
      case .failure(let error):
        notes.add("\(path): \(error); its times are not read")
        layout.time = nil
      }
      model = service.model.reading(layout.text ?? "text", in: tape, format: format)
    } catch {
      throw .unreadable("\(error)")
    }
    self.path = path
    self.layout = layout
    names = search.names
    roles = search.roles
    self.notes = notes.all + search.notes.map { "\(path): \($0)" }
  }

  /// Reads the file to its end.
  ///
  /// - Parameters:
  ///   - path: where its bytes come from, if that is another place.
  ///   - workers: threads; nil for all usable cores.
  ///   - take: is given the records in order, by one thread at a time; false ends the reading.
  /// - Throws: `Service.Failure`; records before it have been handed over.
  /// - Complexity: O(bytes); memory does not depend on the length of the file.
  @discardableResult
  public func read(
    from path: String? = nil, workers: Int? = nil, _ take: @escaping @Sendable ([ReadRecord]) -> Bool
  ) throws(Service.Failure) -> Summary {
    let (layout, names) = (layout, names)
    var pipeline = FieldPipeline(format: format, fields: layout.fields) { Self.record($0, layout, names) }
    pipeline.optionalFields = Set(layout.fields.dropFirst())
    pipeline.workers = workers ?? Workers.usableCores
    pipeline.chunkSize = Self.chunkSize
    let model = model
    pipeline.reading = .init(model: model, field: 0, keepsTokens: true, tones: TextReader.tones) {
      let reader = TextReader(model: model, taxonomy: .shipped)
      return { scorer, texts, records, first in
        for (index, reading) in reader.read(scorer, texts).enumerated() where !records[first + index].text.isEmpty {
          records[first + index].set(reading, score: scorer.score(index), language: scorer.language(index))
        }
      }
    }
    do throws(StreamError) {
      let summary = try pipeline.run([.file(path ?? self.path)]) { batch in
        let records = batch.rows
        batch.rows = []
        return take(records)
      }
      return Summary(records: summary.records, problems: summary.errors)
    } catch {
      throw .unreadable("\(error)")
    }
  }

  /// - Parameter fields: those of the layout, in their order.
  private static func record(
    _ fields: [UnsafeBufferPointer<UInt8>], _ layout: RecordLayout, _ names: [Name]
  ) -> ReadRecord {
    let row = layout.read(fields)
    var record = ReadRecord()
    if row.hasText { record.text = row.text }
    if let time = row.time {
      record.seconds = time.seconds
      record.month = String(time.day.isoText.prefix(7))
    }
    for (place, name) in names.enumerated() {
      let field = fields[fields.count - layout.groups.count + place]
      guard !FieldCursor(field).isNobody else { continue }
      let text = row.groups[place].trimmingBlanks.prefix(nameLimit)
      record[keyPath: name] = String(text)
    }
    return record
  }

  /// Characters of a name.
  private static let nameLimit = 200
}

/// Finds the columns of a file of messages.
private struct RoleSearch {
  private(set) var layout = RecordLayout()
  /// Where records have what the layout's groups say.
  private(set) var names: [RecordFile.Name] = []
  private(set) var roles: [(role: String, column: String)] = []
  private(set) var notes: [String] = []
  /// Why there is no column of texts.
  private(set) var refusal = "no column of texts is found; name it with --text"

  /// Records that are looked at, and their bytes.
  private static let sampleRecords = 1000
  private static let sampleBytes = 1 << 20

  /// Roles whose columns are names, and where a record has them.
  private static let nameRoles: [(ColumnRole, RecordFile.Name)] = [
    (.customer, \.customer), (.channel, \.channel), (.agent, \.agent), (.conversation, \.conversation),
  ]

  /// The input can be read afterwards.
  init(_ tape: InputTape, _ format: RecordFormat, _ columns: RecordFile.Columns) throws(StreamError) {
    guard format != .text else {
      layout.text = "text"
      return
    }
    let sample = try tape.look { () throws(StreamError) in
      var bytes = 0
      return try ColumnSample(tape, format, distinctLimit: Self.sampleRecords) { fields in
        bytes += fields.reduce(fields.count) { $0 + $1.count }
        return bytes < Self.sampleBytes
      } whileRecords: {
        $0 < Self.sampleRecords
      }
    }
    guard let sample else { return }
    find(columns, sample)
  }

  private mutating func find(_ columns: RecordFile.Columns, _ sample: ColumnSample) {
    let named: [(ColumnRole, String?)] = [
      (.text, JoinedField.name(columns.texts)), (.time, columns.time), (.customer, columns.customer),
      (.channel, columns.channel), (.agent, columns.agent), (.conversation, columns.conversation),
    ]
    let taken = Set((columns.texts + named.dropFirst().compactMap(\.1)).compactMap { sample.index(of: $0) })
    let wanted = named.filter { $0.1 == nil }.map(\.0)
    let finding = RoleFinder(sample.columns).find(wanted, taken: taken)
    var fields: [ColumnRole: String] = finding.roles.mapValues { sample.field($0.column) }
    for (role, name) in named { if let name { fields[role] = name } }
    if columns.texts.isEmpty, sample.index(of: "text") != nil { fields[.text] = "text" }
    for role in wanted {
      guard let tie = finding.ties[role], fields[role] == nil else { continue }
      let names = tie.map { "'\(sample.columns[$0].name)'" }.joined(separator: ", ")
      let note = "several columns may be the \(role.title): \(names); name it with \(role.option ?? "--\(role)")"
      if role == .text { refusal = note } else { notes.append(note) }
    }
    layout.text = fields[.text]
    if columns.texts.isEmpty, let text = fields[.text], let subject = finding.subject(of: sample.columns, taken: taken)
    {
      layout.text = JoinedField.name([sample.field(subject), text])
    }
    layout.time = fields[.time]
    layout.groups = Self.nameRoles.compactMap { fields[$0.0] }
    names = Self.nameRoles.filter { fields[$0.0] != nil }.map(\.1)
    roles = named.compactMap { role, _ in fields[role].map { (role.title, $0) } }
  }
}
