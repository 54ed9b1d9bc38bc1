import ArgumentParser
@_spi(Server) import AttuneWorkflows

/// What `attune serve` and `attune articles` run.
@main
struct Program: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "attune",
    abstract: "Serves Attune to help desks, and finds the articles that answer messages.",
    version: "attune-serve \(Version.build)",
    subcommands: [Serve.self, Articles.self],
    defaultSubcommand: Serve.self)
}
