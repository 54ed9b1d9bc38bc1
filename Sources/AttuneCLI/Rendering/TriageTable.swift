import AttuneCare

#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif

/// Tickets for people to read.
enum TriageTable {
  static func text(_ tickets: [Ticket]) -> String {
    let hasCustomers = tickets.contains { $0.customer != nil }
    var rows = [["urgency"] + (hasCustomers ? ["customer", "messages"] : []) + ["reasons", "text"]]
    for ticket in tickets {
      let messages = "\(ticket.messages)" + (ticket.isFalling ? " ↓" : "")
      rows.append(
        [Decimals.two(ticket.urgency)]
          + (hasCustomers ? [TextTable.printable(ticket.customer ?? "", limit: 24), messages] : [])
          + [ticket.reasons.map(\.rawValue).joined(separator: ", "), ""])
    }
    let widths = rows[0].indices.dropLast().map { column in rows.map { $0[column].count }.max() ?? 0 }
    let room = max(20, terminalWidth - widths.reduce(0) { $0 + $1 + 2 })
    for (index, ticket) in tickets.enumerated() {
      rows[index + 1][rows[0].count - 1] = TextTable.printable(ticket.excerpt, limit: room)
    }
    return TextTable.text(rows)
  }

  /// One ticket of a stream.
  static func line(_ ticket: Ticket) -> String {
    let customer = ticket.customer.map { "  \(TextTable.printable($0, limit: 24)) (\(ticket.messages))" } ?? ""
    let start =
      "\(Decimals.two(ticket.urgency))\(customer)  \(ticket.reasons.map(\.rawValue).joined(separator: ", "))  "
    return start + TextTable.printable(ticket.excerpt, limit: max(20, terminalWidth - start.count)) + "\n"
  }

  private static var terminalWidth: Int {
    var size = winsize()
    return ioctl(1, UInt(TIOCGWINSZ), &size) == 0 && size.ws_col > 0 ? Int(size.ws_col) : 100
  }
}
