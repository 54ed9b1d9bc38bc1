import Attune
import AttuneCare
import AttuneReports
import AttuneStreams

/// What `attune triage` is told.
@_spi(Server) public struct TriageOptions: Sendable {
  /// The field of the text, see `Service.field`; nil where it is "text" or, where no record has that, found.
  public var text: String?
  /// The field of the customer, whose messages are then one ticket; nil where each message stands for itself.
  public var by: String?
  /// The field of the time, where messages are joined and come in any order.
  public var time: String?
  /// How dates are written, "day-first" or "month-first"; nil where the dates tell.
  public var dates: String?
  /// The field that says who wrote a message; nil where it is found, as all of `attune triage` is.
  public var role: String?
  /// All messages are ranked, whoever wrote them.
  public var allRoles = false
  /// Only the writers' own words count; nil where the records tell.
  public var ownWords: Bool?
  /// The most tickets, 1 to 1,000,000.
  public var top = 20
  /// The least urgency, 0 to 1.
  public var minimum = 0.0

  /// The 20 most urgent messages.
  public init() {}
}

/// Ranks messages, which come piece by piece: the first of them tell in which languages they are, whether they quote mails, how
/// dates are written, and who wrote them. One caller at a time.
@_spi(Server) public final class TriageLines {
  /// Why messages are not ranked: a sentence.
  public struct Failure: Error {
    /// What was found, and what would help.
    public let message: String
  }

  private let service: Service
  private let options: TriageOptions
  /// Messages that wait: until enough have come, and then for their turn.
  private var waiting: [[UInt8]] = []
  /// The one of them whose turn is next.
  private var next = 0
  /// Bytes of those that have not had their turn.
  public private(set) var waitingBytes = 0
  /// Where chosen messages wait; nil while it is not known how they are to be read.
  private var queue: Queue?
  private var answer = Answer()
  private var isClosed = false
  /// What is said of messages that cannot be read, in their order, and how messages are read that are not ranked.
  private var refusals = Answer()
  private var reading = ClassifyOptions()
  /// How dates are written; nil where no time is wanted.
  private var dates: Dates?

  /// A column of dates as it comes.
  private struct Dates {
    var detector: DateColumnDetector
    let batch: FieldBatch
    let order: DateParser.Order?
    var records = 0

    mutating func append(_ lines: [UInt8]) {
      guard records < RecordLayout.lookedAt || isOpen else { return }
      lines.withUnsafeBufferPointer { lines in
        batch.forEach(lines) { object in
          records += 1
          if object.problem == nil { detector.append(object.fields[0]) }
        }
      }
    }

    /// Whether further dates may tell how those that have come are to be read.
    var isOpen: Bool {
      if order == nil, case .open = detector.finding { return true }
      return detector.holdsSerials && records < RecordLayout.lookedAt
    }
  }

  private final class Queue {
    let batch: RecordBatch
    let threshold: TriageSelector.Threshold?
    var collector: TriageCollector

    init(_ pipeline: RecordPipeline, _ threshold: TriageSelector.Threshold?, _ collector: consuming TriageCollector) {
      batch = RecordBatch(pipeline)
      self.threshold = threshold
      self.collector = collector
    }
  }

  /// An empty queue.
  public init(_ service: Service, _ options: TriageOptions) {
    self.service = service
    self.options = options
    dates = timeField.map { time in
      Dates(
        detector: DateColumnDetector(column: time), batch: FieldBatch(names: [time]),
        order: options.dates.flatMap { DateParser.Order(rawValue: $0) })
    }
  }

  /// Nobody's messages have an order but those of a customer.
  private var timeField: String? { options.by == nil ? nil : options.time }

  /// Bytes that tell how messages are to be read.
  private static let headBytes = 1 << 20

  /// Takes the next messages, which wait for `rank`.
  ///
  /// - Parameter lines: whole records, one a line.
  /// - Throws: `Failure` where it cannot be told how they are to be read.
  /// - Complexity: O(bytes)
  public func take(_ lines: [UInt8]) throws(Failure) {
    waiting.append(lines)
    waitingBytes += lines.count
    dates?.append(lines)
    if queue == nil, waitingBytes >= Self.headBytes { try begin(isAll: false) }
  }

  /// Ranks messages that wait, as many as were taken at a time.
  ///
  /// - Returns: whether further ones can be ranked now.
  /// - Throws: `Failure`, as `take`.
  /// - Complexity: O(bytes + messages × log tickets)
  public func rank() throws(Failure) -> Bool {
    guard let queue, !waiting.isEmpty else { return false }
    if let dates {
      // Up to what the command looks at.
      guard isClosed || !dates.isOpen || waitingBytes >= InputTape.limit else { return false }
      do throws(LayoutError) {
        queue.collector.dates = try dates.detector.parser(order: dates.order, zone: nil)
      } catch {
        throw Failure(message: "\(error); say which with dates=day-first or dates=month-first")
      }
    }
    let lines = waiting[next]
    waiting[next] = []
    next += 1
    if next == waiting.count {
      waiting.removeAll(keepingCapacity: true)
      next = 0
    }
    waitingBytes -= lines.count
    choose(lines, queue)
    return !waiting.isEmpty
  }

  /// No further messages come.
  /// - Throws: `Failure`, as `take`, and where no record has a field that was named.
  public func close() throws(Failure) {
    isClosed = true
    if queue == nil { try begin(isAll: true) }
  }

  /// What `attune triage --format jsonl` writes: the most urgent first. Its records are all that were read.
  /// - Throws: `Failure`, as `close`.
  public func end() throws(Failure) -> Answer {
    try close()
    while try rank() {}
    guard let queue else { return answer }
    answer.bytes = queue.collector.end() + refusals.bytes
    answer.problems += queue.collector.problems
    answer.refused = refusals.refused
    if refusals.refused > refusals.records {
      answer.bytes += MessageJSON.error("\(refusals.refused - refusals.records) more records cannot be read").utf8
    }
    return answer
  }

  /// Takes a message that is too long to be held.
  /// - Parameter limit: bytes.
  public func refuse(limit: Int) {
    answer.records += 1
    answer.problems += 1
    note(Answer.tooLong(limit: limit))
  }

  /// Messages that cannot be read of which it is said why; the others are counted.
  private static let mostRefusals = 1000

  /// Whether what is said of more fits no more.
  private var isFull: Bool { refusals.records >= Self.mostRefusals || refusals.bytes.count >= Self.headBytes }

  private func note(_ refusal: Answer) {
    refusals.refused += 1
    guard !isFull else { return }
    refusals.records += 1
    refusals.bytes += refusal.bytes
  }

  /// Notes messages that cannot be read.
  ///
  /// - Parameters:
  ///   - numbers: of the lines that hold the first of them, from 0.
  ///   - count: how many there are.
  private func noteProblems(of lines: UnsafeBufferPointer<UInt8>, at numbers: [Int], count: Int) {
    var left = count
    var wanted = numbers[...]
    for (number, line) in lines.split(separator: 0x0A, omittingEmptySubsequences: false).enumerated() {
      guard let next = wanted.first, !isFull else { break }
      guard number == next else { continue }
      wanted.removeFirst()
      let read = service.classify(Array(line) + [0x0A], reading)
      guard read.problems > 0 else { continue }
      left -= 1
      note(read)
    }
    refusals.refused += left
  }

  private func choose(_ lines: [UInt8], _ queue: Queue) {
    lines.withUnsafeBufferPointer { lines in
      do throws(StreamError) {
        let counts = try queue.batch.choose(from: lines) { taken throws(StreamError) in
          try queue.collector.take(taken, problem: { _ in }, write: { _ throws(StreamError) in })
          if let threshold = queue.threshold, let least = queue.collector.threshold { threshold.raise(to: least) }
        }
        answer.records += counts.records
        answer.problems += counts.problems
        if counts.problems > 0 { noteProblems(of: lines, at: queue.batch.problemLines, count: counts.problems) }
      } catch {
        preconditionFailure("a queue that is written to nothing failed: \(error)")
      }
    }
  }

  /// Finds out how messages are to be read.
  /// - Parameter isAll: nothing comes behind those that wait.
  private func begin(isAll: Bool) throws(Failure) {
    do throws(StreamError) {
      queue = try queue(isAll: isAll)
    } catch {
      throw Failure(message: "\(error)")
    }
  }

  /// Looks at what waits as `attune triage` looks at a file.
  private func queue(isAll: Bool) throws(StreamError) -> Queue {
    let file = try NamelessFile(Array(waiting.joined()))
    defer { withExtendedLifetime(file) {} }
    var input = StreamInput.file(file.path)
    input.title = "the body"
    let tape = InputTape([input])
    if isAll { try check(tape) }
    let (by, time) = (options.by, timeField)
    let findsWriter = options.role == nil && !options.allRoles
    let sample =
      findsWriter || options.text == nil || by != nil ? try ColumnSample.first(in: tape, format: .jsonl) : nil
    let writer =
      findsWriter ? try writer(tape, sample) : options.role.map { RecordSides(WriterSides(column: $0, name: $0)) }
    let text = options.text ?? text(sample, writer?.isOfWords == true ? writer?.column : nil)
    reading.text = text
    let weights = UrgencyWeights.shipped
    var pipeline = RecordPipeline(model: service.model.reading(text, in: tape, format: .jsonl), format: .jsonl)
    pipeline.textField = text
    if options.ownWords != false {
      pipeline.cutter = try OwnWords.look(in: tape, format: .jsonl, field: text)
        .cutter(keepsPlaces: true, cutsMail: options.ownWords)
    }
    let named = [text, by, time, writer?.column].compactMap { $0 }
    let conversation = by == nil ? nil : sample?.conversation(taken: named)
    let threshold = pipeline.choose(
      by: weights, customer: by, conversation: conversation, time: time, writer: writer, minimum: options.minimum)
    var ranking = TriageCollector.Options()
    ranking.top = options.top
    ranking.minimum = options.minimum
    ranking.joins = by != nil
    ranking.hasConversation = conversation != nil
    ranking.showsAnswers = writer?.showsAnswers == true
    ranking.hasTime = time != nil
    return Queue(pipeline, threshold, TriageCollector(options: ranking, weights: weights))
  }

  /// - Throws: `StreamError.unknownField` where no record has a field that was named.
  private func check(_ tape: InputTape) throws(StreamError) {
    let named = [options.text == "text" ? nil : options.text, options.by, options.time, options.role].compactMap { $0 }
    guard !named.isEmpty else { return }
    let pipeline = FieldPipeline(format: .jsonl, fields: named) { _ in }
    _ = try tape.look { () throws(StreamError) in try pipeline.run(tape) { _ in true } }
  }

  /// The field of the text: "text" or, where no record has that, the one which holds texts, with what is read with it.
  private func text(_ sample: ColumnSample?, _ writer: String?) -> String {
    guard let sample, sample.index(of: "text") == nil else { return "text" }
    let taken = Set([options.by, options.time, writer].compactMap { $0.flatMap { sample.index(of: $0) } })
    let finding = sample.finder.find([.text], taken: taken)
    return JoinedField.name(finding.texts(of: sample.columns, taken: taken).map(sample.field)) ?? "text"
  }

  private func writer(_ tape: InputTape, _ sample: ColumnSample?) throws(StreamError) -> RecordSides? {
    guard let sample else { return nil }
    let taken = Set(
      ["text", options.text, options.by, options.time].compactMap { $0.flatMap { sample.index(of: $0) } })
    return try WriterColumn(in: sample, of: tape, format: .jsonl, taken: taken).sides
  }
}
