import ArgumentParser

/// How texts are read and scored, and what is said meanwhile: the last options of every command that ranks or reports.
struct ScoringOptions: ParsableArguments {
  @OptionGroup var unquoted: UnquotedTextOptions

  @OptionGroup var model: ModelOptions

  @OptionGroup var workers: WorkerOptions

  @Flag(name: .shortAndLong, help: "Print no summary and no progress on standard error.")
  var quiet = false
}
