@_spi(Server) import AttuneWorkflows
import Foundation

/// Finds the files of a help centre.
enum ArticleFiles {
  private static let endings: Set<String> = [
    "md", "markdown", "html", "htm", "txt", "csv", "tsv", "jsonl", "ndjson", "json",
  ]
  private static let limit = 10_000

  /// The articles of a file, or of all files in a folder, in the order of their names.
  /// - Throws: ends with a sentence where there are none.
  static func book(_ path: String) throws -> ArticleBook {
    let book: ArticleBook
    do throws(Service.Failure) {
      book = try ArticleBook(files: files(path))
    } catch {
      try Exit.fail("\(error)", Exit.code(of: error))
    }
    guard book.count > 0 else { try Exit.fail("\(path): no articles", Exit.data) }
    return book
  }

  private static func files(_ path: String) -> [String] {
    var isFolder = ObjCBool(false)
    guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder), isFolder.boolValue else {
      return [path]
    }
    let found = FileManager.default.enumerator(atPath: path)?.lazy.compactMap { $0 as? String }
      .filter { endings.contains(($0 as NSString).pathExtension.lowercased()) }.prefix(limit)
    return (found.map(Array.init) ?? []).sorted().map { "\(path)/\($0)" }.filter { file in
      let isThere = FileManager.default.fileExists(atPath: file)
      if !isThere { Exit.say("\(file): a link that leads nowhere; left out") }
      return isThere
    }
  }
}
