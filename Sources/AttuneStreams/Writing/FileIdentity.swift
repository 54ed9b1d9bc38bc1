import AttunePlatform

/// What tells whether two paths lead to one file, through links and under whatever names: its device and its number there.
/// Only files that can be both read and written by mistake have one: regular files, named pipes and disks.
package struct FileIdentity: Equatable {
  private let device: UInt64
  private let number: UInt64
  /// Whether the file can be read more than once.
  package let isRegular: Bool

  /// Nil when nothing is there.
  package init?(path: String) {
    var status = stat()
    guard stat(path, &status) == 0 else { return nil }
    self.init(status)
  }

  package init?(descriptor: Int32) {
    var status = stat()
    guard fstat(descriptor, &status) == 0 else { return nil }
    self.init(status)
  }

  package init?(_ input: StreamInput) {
    switch input.place {
    case .standardInput: self.init(descriptor: 0)
    case .file(let path): self.init(path: path)
    }
  }

  private init?(_ status: stat) {
    switch status.st_mode & S_IFMT {
    case S_IFREG, S_IFIFO: (device, number) = (UInt64(status.st_dev), UInt64(status.st_ino))
    // A disk has as many names as there are nodes with its number.
    case S_IFBLK: (device, number) = (.max, UInt64(status.st_rdev))
    default: return nil
    }
    isRegular = status.st_mode & S_IFMT == S_IFREG
  }
}

/// All that a command reads, so that nothing of it is written over.
package struct FilesRead: Sendable {
  private var inputs: [StreamInput]

  package init(_ inputs: [StreamInput], _ paths: [String?] = []) {
    self.inputs = inputs + paths.compactMap { $0.map(StreamInput.file) }
  }

  /// Where a command writes, ready to be written.
  ///
  /// - Parameter path: nil is standard output.
  /// - Throws: `StreamError`, also when nothing can be written there.
  package func output(_ path: String?) throws(StreamError) -> ByteOutput {
    try check(path)
    guard let path else { return .standardOutput }
    let output = ByteOutput(path: path)
    try output.prepare()
    return output
  }

  /// - Parameters:
  ///   - path: to be written; nil is standard output.
  ///   - others: that are written as well, nil as before.
  /// - Throws: `StreamError.outputIsInput`, `StreamError.outputTwice`.
  package func check(_ path: String?, besides others: [String?] = []) throws(StreamError) {
    guard let target = Self.identity(path) else { return }
    let name = path ?? ByteOutput.standardOutput.path
    if let input = inputs.first(where: { FileIdentity($0) == target }) {
      throw .outputIsInput(output: name, input: input.name)
    }
    if others.contains(where: { Self.identity($0) == target }) { throw .outputTwice(name) }
  }

  private static func identity(_ output: String?) -> FileIdentity? {
    output.map(FileIdentity.init(path:)) ?? FileIdentity(descriptor: 1)
  }
}
