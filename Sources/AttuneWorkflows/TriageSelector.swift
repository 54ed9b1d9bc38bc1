import AttuneCare
import AttuneReports
import AttuneStreams
import Synchronization

/// Urgency beside the verdict, and only the records that may have a place in the queue.
package final class TriageSelector: RecordSelector {
  /// What all workers know of the queue: the urgency, as bits, that a message must exceed.
  package final class Threshold: Sendable {
    private let bits: Atomic<UInt32>
    private let minimum: Float

    package init(minimum: Float) {
      self.minimum = minimum
      bits = Atomic((-Float.infinity).bitPattern)
    }

    /// A message must be at least `minimum`, and above what the queue holds already.
    package func admits(_ urgency: Float) -> Bool {
      urgency >= minimum && urgency > Float(bitPattern: bits.load(ordering: .relaxed))
    }

    package func raise(to threshold: Double) { bits.store(Float(threshold).bitPattern, ordering: .relaxed) }
  }

  /// What goes with a record.
  package struct Message: Sendable {
    package var ticket: Ticket
    package var logit: Float
    package var score: Float
    package var isThanks: Bool
    /// An agent wrote it.
    package var isAnswer: Bool
    package var fields: [[UInt8]]
  }

  private let base: UrgencyAnnotator
  /// nil where every message counts, since those of a customer are joined.
  private let threshold: Threshold?
  /// How the last field is read, which says who wrote the message; nil for none.
  private let writer: RecordSides?
  private var scores: [Float] = []

  package init(weights: UrgencyWeights, threshold: Threshold?, writer: RecordSides?) {
    base = UrgencyAnnotator(weights: weights)
    self.threshold = threshold
    self.writer = writer
  }

  package var field: String { base.field }
  package var columns: [String] { base.columns }

  package func annotate(_ texts: ScoredTexts) {
    base.annotate(texts)
    guard threshold == nil else { return }
    scores.removeAll(keepingCapacity: true)
    for row in 0..<texts.count { scores.append(texts.scorer.score(row)) }
  }

  package func writeJSON(_ row: Int, to out: inout OutputBuffer) { base.writeJSON(row, to: &out) }

  package func writeColumn(_ column: Int, _ row: Int, to out: inout OutputBuffer) {
    base.writeColumn(column, row, to: &out)
  }

  package func select(_ row: Int, text: UnsafeBufferPointer<UInt8>, fields: [UnsafeBufferPointer<UInt8>]) -> (
    any Sendable
  )? {
    let urgency = base.assessor.score(row)
    if let threshold, !threshold.admits(urgency) { return nil }
    let side = writer.map { $0.side(of: String(decoding: fields[fields.count - 1], as: UTF8.self)) } ?? .unknown
    let isAnswer = side == .agent && threshold == nil
    guard side.isCustomers || isAnswer else { return nil }
    return Message(
      ticket: base.assessor.ticket(row, text: text), logit: base.assessor.logit(row),
      score: threshold == nil ? scores[row] : 0, isThanks: threshold == nil && Thanks.isAll(of: text),
      isAnswer: isAnswer,
      fields: fields.dropLast(writer == nil ? 0 : 1).map(Array.init))
  }
}

extension RecordPipeline {
  /// Chooses messages by their urgency, for a `TriageCollector`.
  ///
  /// - Parameters:
  ///   - customer: the field of the customer, by which messages are joined; nil where each stands for itself.
  ///   - conversation: the field of what joined messages belong to; nil where a customer has one matter only.
  ///   - time: the field of the time; nil where messages count in the order of the input.
  ///   - writer: the field that says who wrote a message, of which only those of customers are chosen; nil for all.
  ///   - minimum: the least urgency of what is chosen; of joined messages, all are.
  /// - Returns: what the collector raises as its queue fills; nil where messages are joined.
  package mutating func choose(
    by weights: UrgencyWeights, customer: String?, conversation: String?, time: String?, writer: RecordSides?,
    minimum: Double
  ) -> TriageSelector.Threshold? {
    selectorFields = [customer, conversation, time, writer?.column].compactMap { $0 }
    if customer != nil { lateField = (TriageFields.field, TriageFields.columns) }
    keepsTokens = true
    tones = weights.toneTaxonomies
    let threshold = customer == nil ? TriageSelector.Threshold(minimum: Float(minimum)) : nil
    makeAnnotators = { [TriageSelector(weights: weights, threshold: threshold, writer: writer)] }
    return threshold
  }
}
