import Attune

/// What the other texts of a file say of each of them: in which languages they are. Text of it is kept with the file.
@_spi(Server) public struct TextContext: Hashable, Sendable {
  /// As it is kept: the language of most, whether hardly any is in another, and the languages of some.
  public let code: String

  /// - Parameter code: empty for a text alone.
  public init(code: String = "") { self.code = code }

  init(_ languages: ColumnLanguages) {
    code =
      languages == ColumnLanguages()
      ? "" : "\(languages.most ?? ""),\(languages.isPure ? "pure" : ""),\(languages.some.joined(separator: ","))"
  }

  var languages: ColumnLanguages {
    var languages = ColumnLanguages()
    let parts = code.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
    guard parts.count > 2 else { return languages }
    languages.most = parts[0].isEmpty ? nil : parts[0]
    languages.isPure = parts[1] == "pure"
    languages.some = parts[2...].filter { !$0.isEmpty }
    return languages
  }
}
