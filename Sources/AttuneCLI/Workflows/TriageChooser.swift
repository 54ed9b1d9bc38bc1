import AttuneCare
import AttuneStreams
import Synchronization

/// Urgency beside the verdict, and only the records that may have a place in the queue.
final class TriageChooser: RecordChooser {
  /// What all workers know of the queue: the urgency, as bits, that a message must exceed.
  final class Bar: Sendable {
    private let bits: Atomic<UInt32>
    private let minimum: Float

    init(minimum: Float) {
      self.minimum = minimum
      bits = Atomic((-Float.infinity).bitPattern)
    }

    /// A message must be at least `minimum`, and above what the queue holds already.
    func lets(_ urgency: Float) -> Bool {
      urgency >= minimum && urgency > Float(bitPattern: bits.load(ordering: .relaxed))
    }

    func raise(to threshold: Double) { bits.store(Float(threshold).bitPattern, ordering: .relaxed) }
  }

  /// What goes with a record.
  struct Message: Sendable {
    var ticket: Ticket
    var logit: Float
    var score: Float
    var fields: [[UInt8]]
  }

  private let base: UrgencyAnnotator
  /// nil where every message counts, since those of a customer are joined.
  private let bar: Bar?
  private var scores: [Float] = []

  init(weights: UrgencyWeights, bar: Bar?) {
    base = UrgencyAnnotator(weights: weights)
    self.bar = bar
  }

  var field: String { base.field }
  var columns: [String] { base.columns }

  func annotate(_ texts: ScoredTexts) {
    base.annotate(texts)
    guard bar == nil else { return }
    scores.removeAll(keepingCapacity: true)
    for row in 0..<texts.count { scores.append(texts.scorer.score(row)) }
  }

  func writeJSON(_ row: Int, to out: inout OutputBuffer) { base.writeJSON(row, to: &out) }

  func writeColumn(_ column: Int, _ row: Int, to out: inout OutputBuffer) { base.writeColumn(column, row, to: &out) }

  func choose(_ row: Int, text: UnsafeBufferPointer<UInt8>, fields: [UnsafeBufferPointer<UInt8>]) -> (any Sendable)? {
    let urgency = base.assessor.score(row)
    if let bar, !bar.lets(urgency) { return nil }
    return Message(
      ticket: base.assessor.ticket(row, text: text), logit: base.assessor.logit(row),
      score: bar == nil ? scores[row] : 0, fields: fields.map(Array.init))
  }
}
