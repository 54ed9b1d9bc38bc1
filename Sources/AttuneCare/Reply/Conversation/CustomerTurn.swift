import AttuneStatistics

/// How a customer feels in one turn, as far as the course of a conversation goes by it.
package enum Mood: String, Sendable, Hashable {
  case negative, neutral, positive
}

/// What one turn of a customer says, without the turns around it.
package struct CustomerTurn: Sendable, Equatable {
  /// The strongest feeling that is written, or nil.
  package var feeling: Feeling?
  package var mood: Mood
  /// What waits for an answer, at most `OpenPoint.limit`.
  package var points: [OpenPoint]
  /// Nothing is said but thanks or that it was read: "ok thanks", "Thank you for letting me know".
  package var isBare = false
}

/// A question or a problem of a customer, until an agent takes it up.
package struct OpenPoint: Sendable, Equatable {
  /// In the customer's own words; the beginning of a long sentence.
  package var text: String
  /// The stems of its content words.
  var stems: [UInt64]
  /// A bit for each aspect of the rubric that it is about.
  var aspects: UInt64

  /// Points of one turn.
  static let limit = 8
  /// Stems of one point.
  static let stemLimit = 16
  /// Characters of `text`.
  static let textLimit = 160

  /// Too little is said to tell by the words whether it is taken up: "Why?", "Hello??"
  var isVague: Bool { aspects == 0 && stems.count < 2 }

  var bytes: Int { text.utf8.count + 8 * stems.count + 64 }

  /// Whether it says the same again.
  func repeats(_ other: OpenPoint) -> Bool {
    text == other.text || stems.count > 1 && stems.allSatisfy(other.stems.contains)
  }
}

/// What the words of a reply are about.
package struct ReplyContent: Sendable, Equatable {
  /// Stems of its content words, ascending, each once.
  var stems: [UInt64] = []
  /// A bit for each aspect of the rubric.
  var aspects: UInt64 = 0
  /// It has words of its own.
  var hasWords = false

  /// Content words of a longer reply are left out.
  static let limit = 2048

  /// Whether it says something about a point.
  func takesUp(_ point: OpenPoint) -> Bool {
    guard hasWords else { return false }
    return point.isVague || point.aspects & aspects != 0 || point.stems.contains { has($0) }
  }

  private func has(_ stem: UInt64) -> Bool {
    let place = stems.partitioningIndex { $0 >= stem }
    return place < stems.count && stems[place] == stem
  }
}
