@testable import Attune
@testable import AttuneStreams
import CFuzzer
import Glibc

/// Finding a field, and objects that go out as objects.
func fuzzJSONL(_ input: UnsafeBufferPointer<UInt8>) {
  for record in input.split(separator: 0x0A) {
    let bytes = Array(record)
    for name in ["text", "a.b", ""] {
      let found = find(name, in: bytes)
      precondition(found == find(name, in: bytes))
      if let found { precondition(String(validating: found, as: UTF8.self) != nil) }
    }
  }
  checkStream(input, format: .jsonl, output: OutputFormat.allCases[input.count % 3])
}

/// Records and fields of tables and lines.
func fuzzTable(_ input: UnsafeBufferPointer<UInt8>) {
  guard let first = input.first else { return }
  let content = UnsafeBufferPointer(rebasing: input[1...])
  checkCutter(content, piece: 1 + Int(first >> 4))
  checkFields(content)
  checkStream(
    content, format: [.csv, .tsv, .text][Int(first & 15) % 3], output: OutputFormat.allCases[Int(first) % 5 % 3])
}

private func find(_ name: String, in record: [UInt8]) -> [UInt8]? {
  let padded = record + [UInt8](repeating: 0, count: Chunk.padding)
  let finder = JSONFieldFinder(name: name)
  return padded.withUnsafeBufferPointer { padded in
    // The text stands in the finder's memory.
    withExtendedLifetime(finder) {
      (try? finder.find(in: UnsafeBufferPointer(rebasing: padded[..<record.count]))).map(Array.init)
    }
  }
}

/// Cut piece by piece, records are those of the plain twin.
private func checkCutter(_ input: UnsafeBufferPointer<UInt8>, piece: Int) {
  let bytes = Array(input)
  let table = Array("a,b".utf8).withUnsafeBufferPointer { Table(header: $0, format: .csv, lineEnd: [0x0A])! }
  var cutter = RecordCutter(table: table)
  var waiting: [UInt8] = []
  var records: [[UInt8]] = []
  var at = 0
  while at < bytes.count {
    let end = min(at + piece, bytes.count)
    waiting += bytes[at..<end]
    at = end
    waiting.withUnsafeBufferPointer { _ = cutter.advance($0, isEnd: at == bytes.count) }
    let complete = Array(waiting[..<cutter.completeEnd])
    var single = RecordCutter(table: table)
    var start = 0
    complete.withUnsafeBufferPointer {
      while start < complete.count {
        single.advance($0, isEnd: true, onlyOne: true)
        precondition(single.completeEnd > start)
        records.append(Array(complete[start..<single.completeEnd]))
        start = single.completeEnd
      }
    }
    waiting.removeFirst(cutter.completeEnd)
    cutter.removeComplete()
  }
  precondition(waiting.isEmpty)
  precondition(records == PlainCSV.records(bytes, delimiter: UInt8(ascii: ",")))
}

/// Fields stand side by side and cover their record; written again and read again, they are the same.
private func checkFields(_ record: UnsafeBufferPointer<UInt8>) {
  var scanner = FieldScanner(record, delimiter: UInt8(ascii: ","), isQuoted: true)
  var end = -1
  while let field = scanner.next() {
    precondition(field.range.lowerBound == end + 1 && field.range.upperBound <= record.count)
    end = field.range.upperBound
    if field.isMalformed { continue }
    let content = field.content(of: record)
    var out = OutputBuffer(capacity: 16)
    content.withUnsafeBufferPointer { out.append(csvField: $0, delimiter: UInt8(ascii: ",")) }
    let written = UnsafeBufferPointer(start: out.bytes, count: out.count)
    var again = FieldScanner(written, delimiter: UInt8(ascii: ","), isQuoted: true)
    precondition(again.next()!.content(of: written) == content || !field.isQuoted)
  }
  precondition(end == record.count)
}

private let model = try! Model.shipped()

/// The whole way gives the same bytes for any size of chunk and number of workers, and an answer for every record.
private func checkStream(_ input: UnsafeBufferPointer<UInt8>, format: RecordFormat, output: OutputFormat) {
  let source = File(input)
  let large = run(source, format, output, chunkSize: RecordPipeline.defaultChunkSize, workers: 1)
  // Handing over between workers takes long on a busy machine.
  let small = run(source, format, output, chunkSize: 64, workers: input.count % 16 == 0 ? 2 : 1)
  precondition(large.bytes == small.bytes && large.summary == small.summary)
  guard let summary = large.summary else { return }
  if format == .jsonl || format == .text, output != .csv {
    precondition(large.bytes.count { $0 == 0x0A } == summary.records)
  }
  if output == .jsonl {
    for line in large.bytes.split(separator: 0x0A) { checkObject(Array(line)) }
  }
}

/// What goes out as an object is one.
private func checkObject(_ line: [UInt8]) {
  let padded = line + [UInt8](repeating: 0, count: Chunk.padding)
  padded.withUnsafeBufferPointer {
    do throws(RecordProblem.Reason) {
      _ = try JSONFieldFinder(name: "sentiment").find(in: UnsafeBufferPointer(rebasing: $0[..<line.count]))
    } catch .invalidJSON {
      preconditionFailure(String(decoding: line, as: UTF8.self))
    } catch {}
  }
}

private func run(
  _ source: File, _ format: RecordFormat, _ output: OutputFormat, chunkSize: Int, workers: Int
) -> (bytes: [UInt8], summary: RecordPipeline.Summary?) {
  let destination = File(UnsafeBufferPointer(start: nil, count: 0))
  var pipeline = RecordPipeline(model: model, format: format, output: output)
  pipeline.chunkSize = chunkSize
  pipeline.workers = workers
  let out = ByteOutput(path: destination.path)
  let summary = try? pipeline.run([.file(source.path)], to: out)
  try? out.finish()
  return (destination.bytes, summary)
}

/// A file in memory.
final class File {
  private let descriptor = memory_file()
  var path: String { "/proc/self/fd/\(descriptor)" }

  init(_ bytes: UnsafeBufferPointer<UInt8>) {
    precondition(descriptor >= 0 && write(descriptor, bytes.baseAddress, bytes.count) == bytes.count)
  }

  deinit { close(descriptor) }

  var bytes: [UInt8] {
    let count = Int(lseek(descriptor, 0, SEEK_END))
    return [UInt8](unsafeUninitializedCapacity: count) { buffer, filled in
      filled = pread(descriptor, buffer.baseAddress, count, 0)
    }
  }
}
