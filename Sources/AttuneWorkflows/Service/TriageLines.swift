import Attune
import AttuneCare
import AttuneReports
import AttuneStreams

/// What `attune triage` is told.
@_spi(Server) public struct TriageOptions: Sendable {
  /// The field of the text.
  public var text = "text"
  /// The field of the customer, whose messages are then one ticket; nil where each message stands for itself.
  public var by: String?
  /// The field of the time, where messages are joined and come in any order.
  public var time: String?
  /// The most tickets, 1 to 1,000,000.
  public var top = 20
  /// The least urgency, 0 to 1.
  public var minimum = 0.0

  /// The 20 most urgent messages.
  public init() {}
}

/// Ranks messages, which come piece by piece. One caller at a time.
@_spi(Server) public final class TriageLines {
  private let batch: RecordBatch
  private let bar: TriageChooser.Bar?
  private var desk: TriageDesk
  private var answer = Answer()

  /// An empty queue.
  public init(_ service: Service, _ options: TriageOptions) {
    let weights = UrgencyWeights.shipped
    var pipeline = RecordPipeline(model: service.model, format: .jsonl)
    pipeline.textField = options.text
    bar = pipeline.choose(
      by: weights, customer: options.by, time: options.by == nil ? nil : options.time, minimum: options.minimum)
    batch = RecordBatch(pipeline)
    var ranking = TriageDesk.Options()
    ranking.top = options.top
    ranking.minimum = options.minimum
    ranking.joins = options.by != nil
    ranking.hasTime = ranking.joins && options.time != nil
    desk = TriageDesk(options: ranking, weights: weights)
  }

  /// Takes the next messages.
  ///
  /// - Parameter lines: whole records, one a line.
  /// - Complexity: O(bytes + messages × log tickets)
  public func take(_ lines: [UInt8]) {
    lines.withUnsafeBufferPointer { lines in
      do throws(StreamError) {
        let counts = try batch.choose(from: lines) { taken throws(StreamError) in
          try desk.take(taken, problem: { _ in }, write: { _ throws(StreamError) in })
          if let bar, let threshold = desk.threshold { bar.raise(to: threshold) }
        }
        answer.records += counts.records
        answer.problems += counts.problems
      } catch {
        preconditionFailure("a queue that is written to nothing failed: \(error)")
      }
    }
  }

  /// What `attune triage --format jsonl` writes: the most urgent first. Its records are all that were read.
  public func end() -> Answer {
    answer.bytes = desk.end()
    answer.problems += desk.problems
    return answer
  }
}
