@_spi(Server) import AttunePlatform
import Foundation

/// What a file looks like from outside.
struct FileIdentity: Equatable {
  /// Which file it is, whatever it is called: the numbers of its device and of the file there.
  var file: String
  /// Its length, and when it and its entry were changed: of one that was written again, the time of its content may have been
  /// set back.
  var state: String
  var isEmpty: Bool

  /// nil where there is none.
  init?(_ path: String) {
    var status = stat()
    guard stat(path, &status) == 0 else { return nil }
    isEmpty = status.st_size == 0
    let (changed, entered) = (status.contentChanged, status.entryChanged)
    file = "\(status.st_dev) \(status.st_ino)"
    state = "\(status.st_size) \(changed.tv_sec).\(changed.tv_nsec)/\(entered.tv_sec).\(entered.tv_nsec)"
  }

  /// A path by which a file is known from every folder. A link keeps its own name: it may lead elsewhere later.
  static func absolute(_ path: String) -> String {
    let parts = (path as NSString)
    let folder = parts.deletingLastPathComponent
    guard let resolved = realpath(folder.isEmpty ? "." : folder, nil) else { return path }
    defer { free(resolved) }
    let name = parts.lastPathComponent
    let whole = String(cString: resolved)
    return whole.hasSuffix("/") ? whole + name : "\(whole)/\(name)"
  }
}
