/// Where a turn stands among those of its conversation that came before it in the stream.
package enum TurnPlace: Sendable, Hashable {
  /// Behind them, as far as is known.
  case next
  /// Before one of them: the stream is not in the order of the turns.
  case late
  /// The first turn's number comes again: another conversation of the same name begins.
  case anew
}

/// The numbers of the turns of one conversation, as far as their order goes.
struct TurnOrder: Sendable {
  private var first: Double?
  private var highest: Double?

  /// - Parameter turn: nil where records do not say.
  mutating func place(_ turn: Double?) -> TurnPlace {
    guard let turn else { return .next }
    guard let first, let highest, turn < highest else {
      if first == nil { first = turn }
      highest = turn
      return .next
    }
    guard turn == first else { return .late }
    self.highest = turn
    return .anew
  }
}
