import CKernels

/// What the tokens of a text add to the logits of a `Convolution`, before calibration.
///
/// Max pooling picks one window for a filter, mean pooling all windows in which it gave something; the sum of a window has
/// five products, one a row, and a bias. So each product has its share of the logit, and the shares add up to it. A break
/// counts with the token behind it.
struct ConvolutionShares {
  /// For each token, by its number in the text, one logit a class. Those behind the row limit have none.
  private(set) var ofTokens: [[Double]] = []
  /// One logit a class.
  private(set) var ofBiases: [Double]

  /// What counts of the logits.
  private let share: Double

  /// - Complexity: O(tokens × filters).
  init(
    _ convolution: Convolution, classes: Int, text: UnsafeBufferPointer<UInt8>, terms: CustomTerms?, share: Double
  ) {
    self.share = share
    ofBiases = Array(repeating: 0, count: classes)
    var rows = Array(repeating: TokenShape.padding, count: Convolution.padding)
    var tokenOfRow = Array(repeating: 0, count: Convolution.padding)
    readRows(convolution, text, terms, &rows, &tokenOfRow)
    let windows = rows.count - Convolution.padding
    guard windows > 0, let last = tokenOfRow.last else { return }
    rows += Array(repeating: TokenShape.padding, count: Convolution.padding)
    tokenOfRow += Array(repeating: last, count: Convolution.padding)
    ofTokens = Array(repeating: ofBiases, count: last + 1)
    for filter in 0..<convolution.filters { add(filter, of: convolution, rows, tokenOfRow, windows: windows) }
  }

  private func readRows(
    _ convolution: Convolution, _ text: UnsafeBufferPointer<UInt8>, _ terms: CustomTerms?, _ rows: inout [UInt16],
    _ tokenOfRow: inout [Int]
  ) {
    var stream = TokenStream(text, folding: FoldingBuffer(), terms: terms)
    var counts = CueCounts()
    var view = convolution.view
    var token = 0
    while rows.count < Convolution.rowLimit, let batch = stream.next(&counts) {
      for place in 0..<batch.count {
        var found: (UInt32, UInt32) = (0, 0)
        let count = withUnsafeMutableBytes(of: &found) {
          attune_word_rows(
            Int32(ATTUNE_PLAIN.rawValue), &view, batch.tokens.baseAddress! + place, 1, stream.tokenizer.text, token > 0,
            $0.assumingMemoryBound(to: UInt32.self).baseAddress)
        }
        for row in [found.0, found.1].prefix(count) { rows.append(UInt16(Int(row) / convolution.rowStride)) }
        tokenOfRow += Array(repeating: token, count: count)
        token += 1
      }
    }
  }

  /// Adds what one filter gives.
  private mutating func add(
    _ filter: Int, of convolution: Convolution, _ rows: [UInt16], _ tokenOfRow: [Int], windows: Int
  ) {
    let bias = Int(convolution.biases[filter])
    let values = (0..<windows).map { place in
      (0..<Convolution.window).reduce(bias) {
        $0 + convolution.product(row: rows[place + $1], place: $1, filter: filter)
      }
    }
    guard let largest = values.max(), largest > 0 else { return }
    let total = values.reduce(0) { $0 + max($1, 0) }
    let mean = min(127, (Float(total) * Convolution.norm(rows: windows) + 0.5).rounded(.down))
    let first = values.firstIndex(of: largest)!
    for (place, value) in values.enumerated() where value > 0 {
      for label in ofBiases.indices {
        var worth =
          Double(convolution.weight(class: label, feature: convolution.filters + filter))
          * Double(mean) / Double(total)
        if place == first { worth += Double(convolution.weight(class: label, feature: filter)) }
        worth *= Double(convolution.step) * share
        ofBiases[label] += worth * Double(bias)
        for k in 0..<Convolution.window {
          ofTokens[tokenOfRow[place + k]][label] +=
            worth * Double(convolution.product(row: rows[place + k], place: k, filter: filter))
        }
      }
    }
  }
}
