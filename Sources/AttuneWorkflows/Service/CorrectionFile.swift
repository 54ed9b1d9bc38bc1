import AttunePlatform
import AttuneStreams
import Synchronization

/// A file of corrected verdicts, as `attune train` reads it: a line `{"text":"…","label":"…"}` each, and one line for a text.
/// Several programs may write it, each under a lock of the file; other lines in it stay as they are.
@_spi(Server) public final class CorrectionFile: Sendable {
  /// Why a correction is not written.
  public enum Failure: Error, Sendable {
    /// Somebody has corrected the text to this label, of which the other did not know.
    case conflict(label: String)
    /// The file cannot be read or written.
    case unwritable(String)
  }

  /// Where the file is.
  public let path: String
  /// Labels of the texts of the file as it was last read or written.
  private let labels = Mutex<[String: String]>([:])

  /// Bytes of a file that is read.
  private static let limit = 256 << 20

  /// Reads the file, which need not be there yet, and finds out whether it can be written.
  public init(_ path: String) throws(Failure) {
    self.path = path
    var status = stat()
    let isThere = stat(path, &status) == 0
    if isThere, ![S_IFREG, S_IFDIR].contains(status.st_mode & S_IFMT) {
      throw .unwritable("cannot write \(path): it is not a regular file")
    }
    do throws(StreamError) {
      let known = isThere ? try Self.read(path).labels : [:]
      try ByteOutput(path: path).prepare()
      labels.withLock { $0 = known }
    } catch {
      throw .unwritable("\(error)")
    }
  }

  /// What a text was corrected to; nil where it was not.
  public func label(of text: String) -> String? { labels.withLock { $0[text] } }

  /// Writes a correction in place of an earlier one of its text.
  ///
  /// - Parameters:
  ///   - line: as `Service.correction` makes it.
  ///   - known: the label to which the text has been corrected, as far as who corrects it knows; empty for none, nil to
  ///     correct it whatever it is.
  /// - Throws: `conflict` where `known` is not what the file has.
  /// - Complexity: O(bytes of the file)
  public func set(_ line: Answer, known: String?) throws(Failure) {
    try labels.withLock { labels throws(Failure) in
      let lock = try Self.lock(path)
      // Closing it unlocks the file.
      defer { close(lock) }
      let outcome: Result<String?, StreamError> = Result { () throws(StreamError) in
        let file = try Self.read(path)
        labels = file.labels
        guard let (text, label) = Self.parts(line.bytes).labels.first else { return nil }
        let current = labels[text]
        if let known, known != current ?? "", label != current { return current ?? "" }
        guard label != current else { return nil }
        let added = String(decoding: line.bytes, as: UTF8.self)
        if current == nil {
          try ByteOutput.append((file.endsInLine ? "" : "\n") + added, to: path)
        } else {
          let output = ByteOutput(path: path)
          try output.write(Self.without(text, file.bytes) + added)
          try output.finish()
        }
        labels[text] = label
        return nil
      }
      switch outcome {
      case .success(nil): return
      case .success(let label?): throw .conflict(label: label)
      case .failure(let error): throw .unwritable("\(error)")
      }
    }
  }

  private struct Content {
    var bytes: [UInt8]
    var labels: [String: String]
    /// Whether a line may be added as it is.
    var endsInLine: Bool
  }

  private static func read(_ path: String) throws(StreamError) -> Content {
    parts(try StreamInput.file(path).text(limit: limit))
  }

  /// The texts of lines with their labels.
  private static func parts(_ lines: [UInt8]) -> Content {
    var content = Content(bytes: lines, labels: [:], endsInLine: lines.isEmpty || lines.last == 0x0A)
    forEach(lines) { text, label, _ in if let text, let label { content.labels[text] = label } }
    return content
  }

  /// All lines but those of a text.
  private static func without(_ text: String, _ lines: [UInt8]) -> String {
    var kept = ""
    forEach(lines) { found, _, line in if found != text { kept += line + "\n" } }
    return kept
  }

  private static func forEach(_ lines: [UInt8], _ body: (_ text: String?, _ label: String?, _ line: String) -> Void) {
    lines.withUnsafeBufferPointer { lines in
      FieldBatch(names: ["text", "label"]).forEach(lines) { object in
        func field(_ place: Int) -> String? {
          object.problem == nil ? String(decoding: object.fields[place], as: UTF8.self) : nil
        }
        body(field(0), field(1), String(decoding: object.bytes, as: UTF8.self))
      }
    }
  }

  /// Opens the file, and locks it against others who do the same.
  /// - Returns: a descriptor, whose closing unlocks it.
  private static func lock(_ path: String) throws(Failure) -> Int32 {
    while true {
      let descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o666)
      guard descriptor >= 0 else { throw .unwritable("\(StreamError.cannotWrite(path: path, errno: errno))") }
      while flock(descriptor, LOCK_EX) != 0 {
        if errno == EINTR { continue }
        close(descriptor)
        throw .unwritable("\(StreamError.cannotWrite(path: path, errno: errno))")
      }
      // Who had the lock before may have put another file in its place.
      if FileIdentity(descriptor: descriptor) == FileIdentity(path: path) { return descriptor }
      close(descriptor)
    }
  }
}
