import Attune
import AttuneCare

/// What the text of a record says.
package struct TextReading: Sendable, Equatable {
  /// An aspect that a text speaks of.
  package struct Aspect: Sendable, Equatable {
    /// In the taxonomy.
    package var number: UInt16
    /// Of all its mentions together.
    package var feeling: MeasuredRecord.Feeling
  }

  package var feeling: MeasuredRecord.Feeling
  /// 0...1
  package var urgency: Float
  /// What speaks for it, for texts that are urgent.
  package var reasons: [UrgencyReason]
  /// A bit for each of the nine tones, in their order.
  package var tones: UInt16
  /// Each once, in the order of the text.
  package var aspects: [Aspect]
  /// Whether the text is in another language than the model reads, so that nothing else is known of it.
  package var isForeign = false

  package init(
    _ feeling: MeasuredRecord.Feeling, urgency: Float = 0, reasons: [UrgencyReason] = [], tones: UInt16 = 0,
    aspects: [Aspect] = []
  ) {
    self.feeling = feeling
    self.urgency = urgency
    self.reasons = reasons
    self.tones = tones
    self.aspects = aspects
  }

  /// Texts from here on count as urgent: more likely than not somebody should answer them first.
  package static let urgentFrom: Float = 0.5

  package var isUrgent: Bool { urgency >= Self.urgentFrom }
}

/// Reads the texts of a batch that a scorer, which keeps tokens, has finished. One worker owns it.
package final class TextReader {
  private let feelings: [MeasuredRecord.Feeling]
  private let urgency: UrgencyAssessor
  private let finder: AspectFinder?
  private var tones: [ToneScorer.Found] = []

  /// The tones that the scorer has to find.
  package static let tones: Set<ToneTaxonomy> = [.core]

  /// - Parameter taxonomy: nil when aspects are not wanted.
  /// - Precondition: the model is one of sentiment.
  package init(model: Model, taxonomy: Taxonomy?) {
    feelings = model.labels.map { MeasuredRecord.Feeling(rawValue: $0) ?? .unknown }
    urgency = UrgencyAssessor(weights: .shipped)
    finder = taxonomy.map { AspectFinder(taxonomy: $0, model: model) }
  }

  package func read(_ scorer: Scorer, _ texts: [UnsafeBufferPointer<UInt8>]) -> [TextReading] {
    urgency.reset()
    finder?.reset()
    let tones = scorer.tones(.core)
    for (row, text) in texts.enumerated() {
      urgency.add(scorer, tones, row, text)
      finder?.add(text, scorer.tokens![row])
    }
    finder?.finish()
    return texts.indices.map { reading(of: $0, scorer, tones) }
  }

  private func reading(of row: Int, _ scorer: Scorer, _ nine: ToneScorer?) -> TextReading {
    var reading = TextReading(scorer.label(row).map { feelings[$0] } ?? .unknown, urgency: urgency.score(row))
    if reading.isUrgent {
      for found in urgency.reasons(row) where !reading.reasons.contains(found.reason) {
        reading.reasons.append(found.reason)
      }
    }
    tones.removeAll(keepingCapacity: true)
    nine?.find(row, into: &tones)
    for tone in tones { reading.tones |= 1 << UInt16(tone.tone) }
    if let finder { reading.aspects = aspects(finder.mentions(row)) }
    return reading
  }

  /// An aspect that is praised and criticised is neither.
  private func aspects(_ mentions: ArraySlice<AspectFinder.Found>) -> [TextReading.Aspect] {
    var sums: [(number: UInt16, good: Int, bad: Int)] = []
    for mention in mentions {
      // Safe: a taxonomy has at most `Taxonomy.aspectLimit` aspects.
      let number = UInt16(truncatingIfNeeded: mention.aspect)
      let place = sums.firstIndex { $0.number == number } ?? sums.count
      if place == sums.count { sums.append((number, 0, 0)) }
      if mention.label == 2 { sums[place].good += 1 }
      if mention.label == 0 { sums[place].bad += 1 }
    }
    return sums.map { sum in
      TextReading.Aspect(
        number: sum.number,
        feeling: sum.good > sum.bad ? .positive : sum.bad > sum.good ? .negative : .neutral)
    }
  }
}
