import Attune
import CAttune
import CPlatform
import Synchronization

/// Classifies many texts on several threads, each of which takes the next piece of them until there is none.
struct BatchClassification<Texts: TextSource & Sendable>: Sendable {
  let handle: ModelHandle
  let texts: Texts
  let columns: Columns

  /// Texts a piece: large enough that taking one costs nothing, small enough that threads end at about the same time.
  private static var pieceSize: Int { 4 * Scorer.batchSize }

  /// - Parameter threads: the most that work at the same time; 0 is one a core.
  /// - Throws: the first error in the order of the texts that were tried.
  func run(threads: Int) throws(ABIError) {
    let pieces = texts.count / Self.pieceSize + (texts.count % Self.pieceSize > 0 ? 1 : 0)
    let workers = handle.hasWorkers ? min(threads > 0 ? threads : Workers.usableCores, pieces) : 1
    let next = Atomic(0)
    let failure = Mutex<(piece: Int, error: ABIError)?>(nil)
    @Sendable func work() {
      handle.model.withScorer { scorer in
        while true {
          let piece = next.wrappingAdd(1, ordering: .relaxed).oldValue
          guard piece < pieces else { return }
          do throws(ABIError) {
            let first = piece * Self.pieceSize
            try classify(first..<first + min(Self.pieceSize, texts.count - first), with: scorer)
          } catch {
            next.store(pieces, ordering: .relaxed)
            failure.withLock { if $0 == nil || piece < $0!.piece { $0 = (piece, error) } }
            scorer.reset()
            return
          }
        }
      }
    }
    if workers > 1 { attune_use_workers() }
    Workers.run(workers, work)
    if let failure = failure.withLock({ $0 }) { throw failure.error }
  }

  private func classify(_ range: Range<Int>, with scorer: Scorer) throws(ABIError) {
    // Texts from `first` wait in the scorer; one that is missing has no place there.
    var first = range.lowerBound
    for index in range {
      guard let text = try texts.text(index) else {
        write(first, scorer)
        columns.writeMissing(row: index)
        first = index + 1
        continue
      }
      if scorer.isFull {
        write(first, scorer)
        first = index
      }
      scorer.add(text)
    }
    write(first, scorer)
  }

  private func write(_ first: Int, _ scorer: Scorer) {
    scorer.finish()
    for text in 0..<scorer.count { columns.write(scorer, text, row: first + text) }
    scorer.reset()
  }
}
