import ArgumentParser
import AttuneReports

/// Where days are wanted: for every command that reads dates.
struct TimeZoneOptions: ParsableArguments {
  @Option(
    help: .value(
      "zone",
      "Time zone to convert dates with a zone to, such as Europe/Berlin, CET or +01:00. Default: the day as written."))
  var timezone: String?

  func validate() throws { _ = try load() }

  func load() throws -> TimeZone? {
    guard let timezone else { return nil }
    guard let zone = TimeZone(timezone) else {
      throw ValidationError(
        "--timezone: '\(timezone)' is unknown; give a name such as Europe/Berlin, or an offset such as +01:00.")
    }
    return zone
  }
}
