/// Why a store cannot be used, or not be used on.
enum StoreFailure: Error, Equatable {
  /// Made by another version of the program.
  case otherVersion(Int, known: Int)
  /// A file of another kind.
  case otherKind
  /// Bytes that SQLite did not write so.
  case damaged
  /// Another program has it.
  case busy
  /// No room on the disk, or in what the user may use of it.
  case full
  /// The file cannot be opened or written.
  case inaccessible(String)
  case other(code: Int32, String)

  /// A sentence for the person who has named the file.
  func sentence(of path: String) -> String {
    switch self {
    case .otherVersion(let version, let known):
      "\(path): made by \(version > known ? "a later" : "an earlier") version of attune (store version \(version); this one "
        + "reads \(known)); give --store another file, into which the files are read"
    case .otherKind: "\(path): not a store of attune"
    case .damaged: "\(path): damaged; remove it, and the files are read again"
    case .busy: "\(path): in use by another program"
    case .full: "\(path): no room is left on the disk"
    case .inaccessible(let message): "\(path): cannot be opened or written: \(message)"
    case .other(let code, let message): "\(path): \(message) (SQLite code \(code))"
    }
  }

  var exitCode: Int32 {
    switch self {
    case .otherVersion, .otherKind, .damaged: Exit.data
    default: Exit.inputOutput
    }
  }
}
