import ArgumentParser
import AttuneReports
import AttuneStreams
import AttuneWorkflows

/// Whose messages count, in records of what customers write and what they are answered.
struct WriterOptions: ParsableArguments {
  @Option(
    help: .field(
      "Field or column that says who wrote a message: customer, agent, bot, inbound and similar words. Only customers' messages count. Default: detected."
    ))
  var role: String?

  @Flag(help: "Count all messages, no matter who wrote them.")
  var allRoles = false

  func validate() throws {
    if allRoles, role != nil { throw ValidationError("--all-roles cannot be used with --role.") }
  }

  /// The field that says who wrote a message; nil where all count.
  ///
  /// - Parameters:
  ///   - taken: fields that are something else.
  ///   - isBrief: look at no more than what has arrived.
  func column(by search: ColumnSearch, taken: [String], isBrief: Bool = false) throws -> String? {
    guard role == nil, !allRoles, search.format != .text, let sample = try search.sample(isBrief: isBrief) else {
      return role
    }
    return try WriterColumn.find(
      in: sample, of: search.tape, format: search.format, taken: Set(taken.compactMap { sample.index(of: $0) }),
      isBrief: isBrief)
  }

  /// Says that others are left out, where no option has asked for it.
  func tell(of column: String?, by search: ColumnSearch) {
    guard role == nil, let column else { return }
    search.say("\(WriterColumn.note(ColumnSearch.quoted(column))) (--all-roles counts all)")
  }
}
