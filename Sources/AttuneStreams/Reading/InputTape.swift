/// Inputs that are read one after the other, each of which is opened once and read once, although their beginning may be
/// looked at before: what a look has read is kept and comes again. That holds for files, pipes and standard input alike.
///
///     let tape = InputTape(inputs)
///     try tape.look { … }     // reads as much as it wants
///     try pipeline.run(tape)  // reads all, from the beginning
///
/// A look keeps at most `limit` bytes, and what one `read` gives. Behind them a pipe seems to end, and `isCut` says so; a
/// regular file goes on and is set back afterwards, but no further input is opened.
package final class InputTape: @unchecked Sendable {  // One reader at a time; pipelines have a lock around theirs.
  package let inputs: [StreamInput]
  let sources: [ByteSource]
  private let state = ByteSource.Look()

  /// Bytes that looks keep.
  package static let limit = 32 << 20

  package convenience init(_ inputs: [StreamInput]) { self.init(inputs, limit: Self.limit) }

  init(_ inputs: [StreamInput], limit: Int) {
    self.inputs = inputs
    state.room = limit
    let state = state
    sources = inputs.map { ByteSource($0, look: state) }
  }

  /// Whether a look came to the end of what may be kept, so that its last records may be incomplete.
  package var isCut: Bool { state.isCut }

  /// What an input turned out to be, as far as it has been read.
  package struct Nature: Sendable, Equatable {
    /// nil for what is not compressed.
    package var compression: Compression?
    /// nil for ASCII.
    package var encoding: TextEncoding?
    /// nil for records that stand in the input as they are read.
    package var container: InputContainer?
  }

  package func nature(of input: Int) -> Nature {
    Nature(
      compression: sources[input].compression, encoding: sources[input].encoding, container: sources[input].container)
  }

  /// Why an input that a look has read to its end is not whole, if nothing could be read of it.
  package var failure: StreamError? { sources.lazy.compactMap(\.failure).first }

  /// What was assumed about the inputs; nil when nothing was.
  package var notes: [String]? {
    let notes = inputs.first?.reading.notes.all ?? []
    return notes.isEmpty ? nil : notes
  }

  /// Reads without using up, also where the look fails.
  package func look<Result>(_ body: () throws(StreamError) -> Result) throws(StreamError) -> Result {
    state.isOn = true
    defer { state.isOn = false }
    let outcome = Swift.Result(catching: body)
    for source in sources { try source.rewind() }
    return try outcome.get()
  }
}
