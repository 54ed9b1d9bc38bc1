import Attune

/// Writes the tones of every text. The pipeline's scorer must have been asked for them.
package final class ToneAnnotator: Annotator {
  private let taxonomy: ToneTaxonomy
  private let labels: [String]
  /// Labels as columns name them, with a colon, each in 16 bytes.
  private let columnLabels: [UInt8]
  private var found: [ToneScorer.Found] = []
  /// Where the tones of each text end in `found`.
  private var ends: [Int] = []

  package init(_ taxonomy: ToneTaxonomy) {
    self.taxonomy = taxonomy
    labels = taxonomy.labels
    columnLabels = labels.flatMap { label in
      precondition(label.utf8.count < 16)
      return Array("\(label):".utf8) + [UInt8](repeating: 0, count: 15 - label.utf8.count)
    }
  }

  package var field: String { "tone" }
  package var columns: [String] { ["tone"] }
  package var hasPlainColumns: Bool { true }

  package func annotate(_ texts: ScoredTexts) {
    guard let tones = texts.scorer.tones(taxonomy) else { preconditionFailure("a scorer without tones") }
    // Taken out and put back, so that access to them is checked once a batch.
    var (found, ends) = (found, ends)
    (self.found, self.ends) = ([], [])
    found.removeAll(keepingCapacity: true)
    ends.removeAll(keepingCapacity: true)
    for text in 0..<texts.count {
      tones.find(text, into: &found)
      ends.append(found.count)
    }
    (self.found, self.ends) = (found, ends)
  }

  private func tones(of row: Int) -> Range<Int> { (row == 0 ? 0 : ends[row - 1])..<ends[row] }

  package func writeJSON(_ row: Int, to out: inout OutputBuffer) {
    let tones = tones(of: row)
    out.append(UInt8(ascii: "["))
    for index in tones {
      out.append(index == tones.lowerBound ? "{\"label\":\"" : ",{\"label\":\"")
      out.append(labels[found[index].tone])
      out.append("\",\"probability\":")
      out.append(fourDecimals: found[index].probability)
      out.append(UInt8(ascii: "}"))
    }
    out.append(UInt8(ascii: "]"))
  }

  /// "gratitude:0.9731 joy:0.4210"
  package func writeColumn(_ column: Int, _ row: Int, to out: inout OutputBuffer) {
    let tones = tones(of: row)
    for index in tones {
      if index > tones.lowerBound { out.append(UInt8(ascii: " ")) }
      let (tone, probability) = (found[index].tone, found[index].probability)
      out.reserve(16)
      columnLabels.withUnsafeBufferPointer {
        out.appendReserved(short: $0.baseAddress! + 16 * tone, count: labels[tone].utf8.count + 1)
      }
      out.append(fourDecimals: probability)
    }
  }
}
