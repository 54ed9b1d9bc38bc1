/// What makes a message urgent.
public enum UrgencyReason: String, Sendable, Hashable, CaseIterable {
  /// A life or somebody's health in immediate danger.
  case danger
  /// Harm, illness, a hazard, or being stranded.
  case safety
  /// Money lost, a double charge, a missing refund, or something paid for that did not arrive.
  case money
  /// Locked out, hacked, suspended, or data lost.
  case blocked
  /// A service or a product that does not work.
  case broken
  /// A deadline, or time pressure.
  case deadline
  /// A repeated contact, or one that nobody answered.
  case repeated
  /// A long wait.
  case waiting
  /// A threat to leave.
  case leaving
  /// A legal or public threat, or a demand to speak to somebody higher up.
  case legal
  /// Strong words.
  case strong
  /// Frustration, worry or sorrow in milder words.
  case distress
  /// Words in capitals.
  case capitals
  /// Several exclamation marks.
  case exclamation
  /// Words that urgent messages have, as was learned of many; no cue of the others.
  case wording

  /// Those that have weights of their own: what words say is a number, which `UrgencyWeights.words` multiplies.
  static let cues = allCases.filter { $0 != .wording }
}

/// What makes a message less urgent.
enum CalmingReason: String, Sendable, CaseIterable {
  case thanks, pleased, settled, asking, wishing, news
}
