import ArgumentParser

/// Whose records are alike, so that they tell less than as many records of different people.
struct ClusterOptions: ParsableArguments {
  @Option(
    help: .column(
      "Column of clusters of similar records; intervals account for them. Default: the column of agents, else of customers."
    )
  )
  var cluster: String?

  @Flag(help: "Treat all records as independent.")
  var noCluster = false

  func validate() throws {
    guard cluster == nil || !noCluster else {
      throw ValidationError("--cluster and --no-cluster cannot be used together.")
    }
  }

  /// Whether the column is to be found, as no option names it.
  var isFound: Bool { cluster == nil && !noCluster }

  /// The column that is named or found; nil for none.
  func column(orFind find: () throws -> String?) rethrows -> String? {
    if noCluster { return nil }
    return try cluster ?? find()
  }
}
