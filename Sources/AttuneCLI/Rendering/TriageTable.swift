import AttuneCare
import AttuneStreams
import AttuneWorkflows

extension TicketTable {
  /// A table for a terminal.
  static let terminal = TicketTable(
    line: { TerminalText(TriageTable.line($0)).text }, all: { TerminalText(TriageTable.text($0)).text })
}

/// Tickets for people to read.
enum TriageTable {
  /// Where no width is known.
  private static let usualWidth = 100
  /// Cells that an excerpt needs beside the other columns; in fewer it stands below them.
  private static let leastRoom = 24

  /// - Parameter width: cells of the terminal.
  static func text(_ tickets: [Ticket], width: Int = TextTable.terminalWidth ?? usualWidth) -> String {
    let hasCustomers = tickets.contains { $0.customer != nil }
    let head = ["urgency"] + (hasCustomers ? ["customer", "messages"] : []) + ["reasons"]
    var rows = tickets.map { ticket in
      let messages = "\(ticket.messages)" + (ticket.isFalling ? " ↓" : "")
      return [Decimals.two(ticket.urgency)]
        + (hasCustomers ? [TextTable.printable(ticket.customer ?? "", limit: 24), messages] : [])
        + [ticket.reasons.map(\.rawValue).joined(separator: ", ")]
    }
    let room = width - TextTable.widths([head] + rows).reduce(0) { $0 + $1 + 2 }
    if room >= leastRoom {
      return TextTable.text(
        [head + ["text"]] + zip(rows, tickets).map { $0 + [TextTable.printable($1.excerpt, limit: room)] })
    }
    // The reasons give way where there is no room for all columns.
    let others = TextTable.widths(([head] + rows).map { Array($0.dropLast()) }).reduce(0) { $0 + $1 + 2 }
    for index in rows.indices {
      rows[index][head.count - 1] = TextTable.printable(rows[index][head.count - 1], limit: max(width - others, 8))
    }
    let lines = TextTable.text([head] + rows).split(separator: "\n", omittingEmptySubsequences: false)
    return String(lines[0]) + "\n"
      + zip(lines.dropFirst(), tickets).map { line, ticket in
        "\(line)\n  \(TextTable.printable(ticket.excerpt, limit: max(width - 2, 8)))\n"
      }.joined()
  }

  /// One ticket of a stream.
  static func line(_ ticket: Ticket, width: Int = TextTable.terminalWidth ?? usualWidth) -> String {
    let customer = ticket.customer.map { "  \(TextTable.printable($0, limit: 24)) (\(ticket.messages))" } ?? ""
    let start =
      "\(Decimals.two(ticket.urgency))\(customer)  \(ticket.reasons.map(\.rawValue).joined(separator: ", "))  "
    let room = width - start.cells
    if room >= leastRoom { return start + TextTable.printable(ticket.excerpt, limit: room) + "\n" }
    return TextTable.printable(start, limit: width) + "\n  "
      + TextTable.printable(ticket.excerpt, limit: max(width - 2, 8)) + "\n"
  }
}
