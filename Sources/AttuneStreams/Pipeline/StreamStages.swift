import Attune

/// Reading, formatting and writing on their own, for the benchmarks.
@_spi(Stages) public struct StreamStages {
  private let format: RecordFormat

  /// - Parameter format: "text", "jsonl", "csv" or "tsv".
  public init(format: String) { self.format = RecordFormat(rawValue: format)! }

  /// Reads a file chunk by chunk, each cut at the end of a record: what one worker at a time does.
  /// - Returns: the bytes of the chunks.
  public func cut(_ path: String) throws -> Int {
    let size = RecordPipeline.defaultChunkSize
    let reader = ChunkReader(
      tape: InputTape([.file(path)]), format: format, fieldNames: ["text"], chunkSize: size)
    let chunk = Chunk(capacity: size)
    var bytes = 0
    while try reader.next(into: chunk) { bytes += chunk.count }
    return bytes
  }

  /// Reads a file as for classification and finds every record's text in field "text".
  /// - Returns: how many records there are, and a sum over their texts.
  public func read(_ path: String) throws -> (records: Int, sum: UInt64) {
    let size = RecordPipeline.defaultChunkSize
    let reader = ChunkReader(
      tape: InputTape([.file(path)]), format: format, fieldNames: ["text"], chunkSize: size)
    let chunk = Chunk(capacity: size)
    let finder = JSONFieldFinder(name: "text")
    var unquoted: [UInt8] = []
    var records = 0
    var sum: UInt64 = 0
    while try reader.next(into: chunk) {
      var scanner = RecordScanner(chunk)
      while let range = scanner.next() {
        let record = UnsafeBufferPointer(rebasing: chunk.records[range.start..<range.end])
        records += 1
        switch format {
        case .text: sum &+= Self.sum(record)
        case .jsonl: sum &+= Self.sum(try finder.find(in: record))
        case .csv, .tsv:
          var fields = FieldScanner(record, delimiter: chunk.table!.delimiter, isQuoted: chunk.table!.isQuoted)
          var column = 0
          while let field = fields.next() {
            if column == chunk.columns[0] {
              unquoted.removeAll(keepingCapacity: true)
              if field.isQuoted {
                field.appendContent(of: record, to: &unquoted)
                sum &+= unquoted.withUnsafeBufferPointer(Self.sum)
              } else {
                sum &+= Self.sum(UnsafeBufferPointer(rebasing: record[field.range]))
              }
            }
            column += 1
          }
        }
      }
    }
    return (records, sum)
  }

  /// What a text adds to the sum of `read`: little, so that reading is what is measured.
  public static func sum(_ text: UnsafeBufferPointer<UInt8>) -> UInt64 {
    guard let first = text.first, let last = text.last else { return 1 }
    return UInt64(text.count) &* 65_537 &+ UInt64(first) &* 257 &+ UInt64(last)
  }

  /// Writes numbers with four decimals, a tab before each.
  /// - Parameter values: within ±9.
  public static func format(_ values: [Float]) -> [UInt8] {
    var out = OutputBuffer(capacity: 8 * values.count)
    out.reserve(8 * values.count)
    for value in values { out.appendReserved(UInt8(ascii: "\t"), fourDecimals: value) }
    return Array(UnsafeBufferPointer(start: out.bytes, count: out.count))
  }

  /// Classifies a file into another.
  /// - Parameter output: "tsv", "jsonl" or "csv".
  public func classify(
    _ path: String, into destination: String, output: String, model: Model, workers: Int
  ) throws -> (records: Int, errors: Int, bytes: Int) {
    var pipeline = RecordPipeline(model: model, format: format, output: OutputFormat(rawValue: output)!)
    pipeline.workers = workers
    let out = ByteOutput(path: destination)
    let summary = try pipeline.run([.file(path)], to: out)
    try out.finish()
    return (summary.records, summary.errors, summary.bytes)
  }
}

/// Writing the verdicts of one batch of texts, again and again.
@_spi(Stages) public final class WriterStage {
  private let writer: RecordWriter<VerdictField>
  private let texts: [[UInt8]]
  private var out = OutputBuffer()

  /// - Parameters:
  ///   - texts: at most 128.
  ///   - output: "tsv", "jsonl" or "csv".
  public init(model: Model, texts: [[UInt8]], output: String) {
    self.texts = texts
    let scorer = Scorer(model: model)
    writer = RecordWriter(
      input: .text, output: OutputFormat(rawValue: output)!, lead: VerdictField(scorer, model: model))
    for text in texts { text.withUnsafeBufferPointer { scorer.add($0) } }
    scorer.finish()
  }

  /// Writes all of them.
  /// - Returns: how many bytes they are.
  public func write() -> Int {
    out.removeAll(shrinkingTo: .max)
    for (row, text) in texts.enumerated() {
      text.withUnsafeBufferPointer { writer.write($0, text: $0, holdsKeys: false, row: row, to: &out) }
    }
    return out.count
  }

  /// What was written.
  public var written: [UInt8] { Array(UnsafeBufferPointer(start: out.bytes, count: out.count)) }
}
