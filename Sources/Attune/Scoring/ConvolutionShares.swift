import CKernels

/// What the tokens of a text add to the logits of a `Convolution`, before calibration.
///
/// Max pooling picks one window for a filter, mean pooling all windows in which it gave something; the sum of a window has
/// five products, one a row, and a bias. So each product has its share of the logit, and the shares add up to it. What a
/// filter of the second layer gave is shared in the same way by its bias and by what the first ones gave, in proportion to
/// their parts of its sum. A break counts with the token behind it.
struct ConvolutionShares {
  /// For each token, by its number in the text, one logit a class. Those behind the row limit have none.
  private(set) var ofTokens: [[Double]] = []
  /// One logit a class.
  private(set) var ofBiases: [Double]

  /// What counts of the logits.
  private let share: Double

  /// - Complexity: O(tokens × filters), and O(tokens × filters²) with a second layer.
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
    let values = ConvolutionValues(convolution, classes: classes, rows, windows: windows)
    var worth = [Double](repeating: 0, count: classes * convolution.filters)
    for place in 0..<windows {
      values.write(worthAt: place, to: &worth, biases: &ofBiases, share: share)
      for filter in 0..<convolution.filters where values.first[place * convolution.filters + filter] > 0 {
        add(filter, of: convolution, place, rows, tokenOfRow, worth)
      }
    }
  }

  private func readRows(
    _ convolution: Convolution, _ text: UnsafeBufferPointer<UInt8>, _ terms: CustomTerms?, _ rows: inout [UInt16],
    _ tokenOfRow: inout [Int]
  ) {
    var stream = TokenStream(text, scratch: TokenizerScratch(), terms: terms)
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

  /// Adds what a filter of the first layer gives at a place, where it gives something.
  /// - Parameter worth: `[filters × classes]`: of one of it.
  private mutating func add(
    _ filter: Int, of convolution: Convolution, _ place: Int, _ rows: [UInt16], _ tokenOfRow: [Int], _ worth: [Double]
  ) {
    let classes = ofBiases.count
    for label in 0..<classes { ofBiases[label] += worth[filter * classes + label] * Double(convolution.biases[filter]) }
    for k in 0..<Convolution.window {
      let product = Double(convolution.product(row: rows[place + k], place: k, filter: filter))
      let token = tokenOfRow[place + k]
      for label in 0..<classes { ofTokens[token][label] += worth[filter * classes + label] * product }
    }
  }
}
