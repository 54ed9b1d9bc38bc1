import ArgumentParser

/// What `attune serve` and `attune articles` run.
@main
struct Program: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "attune",
    abstract: "Serves Attune to help desks, and finds the articles that answer messages.",
    subcommands: [Serve.self, Articles.self],
    defaultSubcommand: Serve.self)
}
