import ArgumentParser

extension ArgumentHelp {
  /// Help for an option whose value has a name of its own.
  static func value(_ name: String, _ abstract: String) -> ArgumentHelp {
    ArgumentHelp(abstract, valueName: name)
  }

  /// Help for an option that names a column of a table.
  static func column(_ abstract: String) -> ArgumentHelp { .value("column", abstract) }

  /// Help for an option that names a field of JSON or a column of a table.
  static func field(_ abstract: String) -> ArgumentHelp { .value("field", abstract) }

  /// Help for an option that names a file to read.
  static func file(_ abstract: String) -> ArgumentHelp { .value("file", abstract) }

  /// Help for an option that names a file to write, or a model file.
  static func path(_ abstract: String) -> ArgumentHelp { .value("path", abstract) }

  /// Help for an option that takes a number.
  static func number(_ abstract: String) -> ArgumentHelp { .value("number", abstract) }

  /// Help for an option that takes a count.
  static func count(_ abstract: String) -> ArgumentHelp { .value("count", abstract) }
}
