import Attune
import CAttune

/// Memory of the caller that verdicts are written to.
struct Columns: @unchecked Sendable {  // Every row is written by one thread.
  private let label: UnsafeMutablePointer<Int32>?
  private let score: UnsafeMutablePointer<Float>?
  private let probabilities: UnsafeMutablePointer<Float>?
  private let classes: Int
  private let stride: Int

  /// - Parameter count: rows.
  /// - Throws: `ABIError.argument` for classes that lie in each other's rows or beyond all memory.
  init(_ columns: attune_columns, classes: Int, count: Int) throws(ABIError) {
    label = columns.label
    score = columns.score
    probabilities = columns.probabilities
    self.classes = classes
    stride = columns.stride != 0 ? columns.stride : count
    guard probabilities != nil else { return }
    let (before, overflows) = stride.multipliedReportingOverflow(by: classes)
    guard stride >= count, !overflows, before <= Int.max / MemoryLayout<Float>.stride else {
      throw .argument("a stride of \(UInt(bitPattern: stride)) with \(count) texts")
    }
  }

  /// Writes the verdict on text `text` of the scorer's batch.
  func write(_ scorer: Scorer, _ text: Int, row: Int) {
    label?[row] = Int32(scorer.label(text) ?? Int(ATTUNE_UNKNOWN))
    score?[row] = scorer.score(text)
    guard let probabilities else { return }
    let values = scorer.probabilities(text)
    // Safe: `init` looked at the last row of the last class.
    for index in 0..<classes { probabilities[index &* stride &+ row] = values[index] }
  }

  func writeMissing(row: Int) {
    label?[row] = Int32(ATTUNE_MISSING)
    score?[row] = .nan
    guard let probabilities else { return }
    for index in 0..<classes { probabilities[index &* stride &+ row] = .nan }
  }
}
