/// What a ticket waits for.
enum TicketState: Int, CaseIterable, Sendable {
  /// An answer.
  case waiting
  /// The customer: an agent wrote last in its conversation.
  case answered
  /// Nothing: its case is solved, closed or cancelled.
  case closed

  init(_ state: RecordColumns.State) {
    self = state.contains(.closed) ? .closed : state.contains(.answered) ? .answered : .waiting
  }

  /// The option that names the states that are wanted.
  static let option = "state"
  static let choices = allCases.map { "\($0)" } + ["all"]

  /// - Parameter choice: one of `choices`; nil for those that wait.
  static func chosen(_ choice: String?) -> Set<TicketState> {
    choice == "all" ? Set(allCases) : Set(allCases.filter { "\($0)" == choice ?? "waiting" })
  }
}
