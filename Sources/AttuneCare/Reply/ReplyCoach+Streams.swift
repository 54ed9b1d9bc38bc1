/// Judging in two steps, of which workers take the first, and the second is taken in the order of the records.
extension ReplyCoach {
  /// Finds what the rubric asks for.
  package func find(
    _ reply: UnsafeBufferPointer<UInt8>, customer: UnsafeBufferPointer<UInt8>?, channel: Channel
  ) -> ReplyFindings {
    withReader { $0.read(reply, customer: customer, channel: channel) }
  }

  /// Puts what was found in numbers, with a look at what stood in replies before.
  package func conclude(
    _ findings: consuming ReplyFindings, repeated: inout RepeatedSentences
  ) -> ReplyAssessment {
    repeated.apply(to: &findings)
    return conclude(findings)
  }
}

extension Rubric {
  /// The channel of a name in an export, as bytes; see `channel(named:)`.
  package func channel(of name: UnsafeBufferPointer<UInt8>) -> Channel? {
    for channel in Channel.allCases where name.elementsEqual(channel.rawValue.utf8) { return channel }
    return channel(named: String(decoding: name, as: UTF8.self))
  }
}
