import AttuneStreams

#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif

/// Tells whether two names lead to one regular file, so that no input is overwritten and no output read.
struct FileIdentity: Equatable {
  private let device: UInt64
  private let number: UInt64

  init?(path: String) {
    var status = stat()
    guard stat(path, &status) == 0 else { return nil }
    self.init(status)
  }

  init?(descriptor: Int32) {
    var status = stat()
    guard fstat(descriptor, &status) == 0 else { return nil }
    self.init(status)
  }

  init?(_ input: StreamInput) {
    switch input {
    case .standardInput: self.init(descriptor: 0)
    case .file(let path): self.init(path: path)
    }
  }

  private init?(_ status: stat) {
    guard status.st_mode & S_IFMT == S_IFREG else { return nil }
    device = UInt64(status.st_dev)
    number = UInt64(status.st_ino)
  }

  /// - Throws: a usage error when one of the inputs is given twice, or learned and held out.
  static func checkDifferent(_ training: [StreamInput], _ development: [StreamInput]) throws {
    let inputs = training + development
    for (index, input) in inputs.enumerated() {
      let identity = FileIdentity(input)
      guard
        let first = inputs[..<index].firstIndex(where: {
          $0 == input || identity != nil && FileIdentity($0) == identity
        })
      else { continue }
      let isMixed = first < training.count && index >= training.count
      let also = inputs[first] == input ? "" : " (it is \(inputs[first].name) as well)"
      try Exit.fail(
        isMixed
          ? "\(input.name)\(also) is to be learned and cannot be --dev too"
          : "\(input.name)\(also) is given twice", Exit.usage)
    }
  }

  /// - Throws: a usage error when `output` (nil: standard output) is one of the inputs.
  static func check(_ inputs: [StreamInput], output: String?) throws {
    guard let target = output.map(FileIdentity.init(path:)) ?? FileIdentity(descriptor: 1) else { return }
    if let input = inputs.first(where: { FileIdentity($0) == target }) {
      try Exit.fail("the output is an input as well: \(input.name)", Exit.usage)
    }
  }
}
