import CKernels

/// Reads the texts of a scorer by a `Convolution`, with memory of its own; allocates nothing after `init`.
///
///     rows   |0 0|first text|0 0|0 0|second|0 0|…
///     values |0|what the first layer gives at the places of one text|0|        only where there is a second layer
///
/// Texts of a pack are queued with `add` and taken in the same order with `next`. A text that is longer than a pack comes
/// in pieces: `begin`, `go(on:)`, `end`.
final class ConvolutionScorer {
  // Safe: places lie within `rows`, which has room for all tokens of a batch and their padding.
  private struct State {
    /// Where the rows of the next text go.
    var end = 0
    /// Texts that were taken.
    var taken = 0
    /// Texts that wait.
    var added = 0
    /// Of the present text, so far.
    var rows = 0
    /// Places of `values` at which windows of the second layer begin that are not complete.
    var values = 0
  }

  private let convolution: Convolution
  private let view: attune_convolution
  private let classes: Int
  private let level: Int32
  private let state: UnsafeMutablePointer<State>
  /// See `attune_word_rows`.
  private let rows: UnsafeMutablePointer<UInt32>
  /// Where the rows of each text end.
  private let ends: UnsafeMutablePointer<Int>
  private let largest: UnsafeMutablePointer<UInt8>
  private let totals: UnsafeMutablePointer<UInt32>
  /// `[places × filters]`; nil without a second layer.
  private let values: UnsafeMutablePointer<UInt8>?
  /// `[features]`: those of the text that was taken last.
  let features: UnsafeMutablePointer<UInt8>
  var featureCount: Int { convolution.features }
  /// One per class: what they are worth, in units of `step`.
  let sums: UnsafeMutablePointer<Int32>

  /// Rows in front of a piece of a text: those at which windows begin that end in the piece.
  private static let overlap = Convolution.window - 1

  init(_ convolution: Convolution, classes: Int, level: Int32 = Processor.level) {
    self.convolution = convolution
    self.classes = classes
    self.level = level
    view = convolution.view
    state = .allocate(cacheAligned: 1)
    state.initialize(to: State())
    let rowCapacity =
      Int(ATTUNE_ROWS_PER_TOKEN) * TokenBatch.capacity + (TextPack.textCapacity + 1) * Self.overlap
      + Int(ATTUNE_ROWS_AHEAD)
    rows = .allocate(cacheAligned: rowCapacity)
    rows.initialize(repeating: 0, count: rowCapacity)
    ends = .allocate(cacheAligned: TextPack.textCapacity)
    largest = .allocate(cacheAligned: convolution.pooled)
    totals = .allocate(cacheAligned: convolution.pooled)
    let places = Int(ATTUNE_ROWS_PER_TOKEN) * TokenBatch.capacity + 2 * Self.overlap + Convolution.secondWindow
    values = convolution.layers == 2 ? .allocate(cacheAligned: places * convolution.filters) : nil
    features = .allocate(cacheAligned: convolution.features)
    sums = .allocate(cacheAligned: classes)
    reset()
    removeAll()
  }

  deinit {
    state.deallocate()
    rows.deallocate()
    ends.deallocate()
    largest.deallocate()
    totals.deallocate()
    values?.deallocate()
    features.deallocate()
    sums.deallocate()
  }

  /// A unit of `sums`, in logits.
  var step: Float { convolution.step }

  // MARK: Texts of a pack

  /// Forgets the texts that were added.
  func removeAll() {
    state.pointee = State()
    beginValues()
  }

  /// Queues a text.
  /// - Parameter bytes: what the places of its tokens are counted in.
  @inline(__always)
  func add(_ tokens: TokenBatch, bytes: UnsafePointer<UInt8>) {
    var end = pad(state.pointee.end)
    end = find(tokens, bytes: bytes, isGoingOn: false, from: end)
    state.pointee.end = pad(end)
    ends[state.pointee.added] = state.pointee.end
    state.pointee.added &+= 1
  }

  /// Takes the next text: `features` and `sums` are its own then.
  @inline(__always)
  func next() {
    let text = state.pointee.taken
    let start = text == 0 ? 0 : ends[text &- 1]
    state.pointee.taken = text &+ 1
    convolve(from: start, count: ends[text] &- start &- Self.overlap, isLast: true)
    finish()
  }

  // MARK: A text in pieces

  func begin() {
    removeAll()
    state.pointee.end = pad(0)
  }

  func go(on tokens: TokenBatch, bytes: UnsafePointer<UInt8>) {
    guard state.pointee.rows < Convolution.rowLimit else { return }
    let end = find(tokens, bytes: bytes, isGoingOn: state.pointee.end > Convolution.padding, from: state.pointee.end)
    convolvePiece(to: end, isLast: false)
  }

  /// The same with rows, at most as many as a batch of tokens gives.
  func go(onRows found: some Collection<UInt16>) {
    precondition(found.count <= Int(ATTUNE_ROWS_PER_TOKEN) * TokenBatch.capacity)
    var end = state.pointee.end
    for row in found {
      rows[end] = UInt32(row) * UInt32(convolution.rowStride)
      end += 1
    }
    convolvePiece(to: end, isLast: false)
  }

  func end() {
    convolvePiece(to: pad(state.pointee.end), isLast: true)
    finish()
    removeAll()
  }

  /// Moves the filters over all windows up to `end`, and keeps the rows with which the next windows begin.
  private func convolvePiece(to end: Int, isLast: Bool) {
    let windows = max(0, end - Self.overlap)
    convolve(from: 0, count: windows, isLast: isLast)
    rows.update(from: rows + windows, count: end - windows)
    state.pointee.end = end - windows
  }

  // MARK: Steps

  /// Writes the rows of tokens.
  /// - Returns: the place behind the last.
  @inline(__always)
  private func find(_ tokens: TokenBatch, bytes: UnsafePointer<UInt8>, isGoingOn: Bool, from start: Int) -> Int {
    withUnsafePointer(to: view) {
      start
        &+ attune_word_rows(level, $0, tokens.tokens.baseAddress, tokens.count, bytes, isGoingOn, rows + start)
    }
  }

  @inline(__always)
  private func pad(_ end: Int) -> Int {
    for place in end..<end &+ Convolution.padding { rows[place] = UInt32(TokenShape.padding) }
    return end &+ Convolution.padding
  }

  @inline(__always)
  private func convolve(from start: Int, count: Int, isLast: Bool) {
    state.pointee.rows &+= count
    let filters = convolution.filters
    // Safe: a batch of tokens and its padding give at most as many places as `values` has room for.
    let next = values.map { $0 + state.pointee.values &* filters }
    withUnsafePointer(to: view) { attune_convolve(level, $0, rows + start, count, largest, totals, next) }
    if let values { convolveAgain(values, count: count, isLast: isLast) }
  }

  /// Moves the filters of the second layer over all places that are complete, and keeps those with which the next windows begin.
  /// - Parameters:
  ///   - count: how many places came.
  ///   - isLast: the text ends behind them.
  @inline(__always)
  private func convolveAgain(_ values: UnsafeMutablePointer<UInt8>, count: Int, isLast: Bool) {
    let filters = convolution.filters
    var end = state.pointee.values &+ count
    if isLast {
      (values + end &* filters).update(repeating: 0, count: filters)
      end &+= 1
    }
    let windows = max(0, end &- Convolution.secondWindow &+ 1)
    withUnsafePointer(to: view) {
      attune_convolve_again(level, $0, values, windows, largest + filters, totals + filters)
    }
    guard !isLast else { return }
    values.update(from: values + windows &* filters, count: (end &- windows) &* filters)
    state.pointee.values = end &- windows
  }

  /// A text begins behind a place of zeros.
  @inline(__always)
  private func beginValues() {
    values?.update(repeating: 0, count: convolution.filters)
    state.pointee.values = 1
  }

  /// Turns what the filters gave into `features` and `sums`, and begins anew.
  @inline(__always)
  private func finish() {
    attune_pool(
      level, largest, totals, convolution.pooled, Convolution.norm(rows: state.pointee.rows), features)
    attune_weigh(level, features, convolution.features, convolution.weights, classes, sums)
    state.pointee.rows = 0
    reset()
  }

  @inline(__always)
  private func reset() {
    largest.update(repeating: 0, count: convolution.pooled)
    totals.update(repeating: 0, count: convolution.pooled)
  }
}
