/// Judging in two steps, of which workers take the first, and the second is taken in the order of the records.
extension ReplyCoach {
  /// Finds what the rubric asks for.
  package func find(
    _ reply: UnsafeBufferPointer<UInt8>, customer: UnsafeBufferPointer<UInt8>?, channel: Channel
  ) -> ReplyFindings {
    withReader { $0.read(reply, customer: customer, channel: channel) }
  }

  /// Puts what was found in numbers, with a look at what stood in replies before.
  package func conclude(_ findings: ReplyFindings, repeated: inout RepeatedSentences) -> ReplyAssessment {
    var findings = findings
    repeated.apply(to: &findings)
    return conclude(findings)
  }
}
