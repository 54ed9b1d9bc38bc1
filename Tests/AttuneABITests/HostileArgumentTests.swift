import Attune
import AttuneABI
import AttuneTraining
import CAttune
import Testing

/// What a program may get wrong ends in an error that says so, and touches nothing.
@Suite("Hostile arguments in C")
struct HostileArgumentTests {
  let handle: OpaquePointer

  init() throws {
    var handle: OpaquePointer?
    try #require(attune_load(nil, &handle) == ok)
    self.handle = try #require(handle)
  }

  private let ok = attune_status(ATTUNE_OK)
  private let invalid = attune_status(ATTUNE_INVALID_ARGUMENT)
  private let invalidArray = attune_status(ATTUNE_INVALID_ARRAY)
  private let untrainable = attune_status(ATTUNE_UNTRAINABLE)

  private func classifyOne(_ length: Int) -> attune_status {
    var label: Int32 = 0
    return withUnsafeMutablePointer(to: &label) { label in
      var columns = attune_columns(label: label, score: nil, probabilities: nil, stride: 0)
      return attune_classify(handle, "good", length, &columns)
    }
  }

  @Test("Lengths and counts that no memory has are refused by every function", arguments: [-1, .min, .max, 1 << 60])
  func lengths(length: Int) throws {
    #expect(classifyOne(4) == ok)
    #expect(classifyOne(length) == invalid)
    var json: UnsafeMutablePointer<CChar>?
    #expect(attune_explain_json(handle, "good", length, &json) == invalid)
    #expect(attune_tones_json(handle, "good", length, 0, &json) == invalid)
    #expect(attune_aspects_json(handle, "good", length, &json) == invalid)
    #expect(attune_urgency_json(handle, "good", length, &json) == invalid)
    #expect(attune_reply_json(handle, "good", length, nil, 0, nil, &json) == invalid)
    #expect(attune_reply_json(handle, "good", 4, "bad", length, nil, &json) == invalid)
    #expect(attune_reply_json(handle, "good", 4, nil, 3, nil, &json) == invalid)
    #expect(json == nil)
    var model: OpaquePointer? = handle
    #expect(attune_load_bytes("good", length, &model) == invalid && model == nil)
    var label: Int32 = 0
    var columns = withUnsafeMutablePointer(to: &label) {
      attune_columns(label: $0, score: nil, probabilities: nil, stride: 0)
    }
    "good".withCString { good in
      var texts = [attune_text(bytes: good, length: 4), attune_text(bytes: good, length: length)]
      var labels = [Int32](repeating: 0, count: 2)
      labels.withUnsafeMutableBufferPointer {
        columns.label = $0.baseAddress
        #expect(attune_classify_batch(handle, &texts, 2, nil, &columns) == invalid)
      }
      #expect(attune_last_error().pointee.index == 1)
      #expect(attune_classify_batch(handle, &texts, length, nil, &columns) == invalid)
      #expect(attune_train(&texts, &texts, nil, length, nil, &model) == invalid && model == nil)
      #expect(attune_train(&texts, &texts, nil, 2, nil, &model) == invalid)
    }
  }

  @Test("Options of another size than the header's are refused, and nothing behind it is read")
  func sizes() throws {
    let right = MemoryLayout<attune_options>.stride
    var label: Int32 = 0
    func classify(_ options: UnsafePointer<attune_options>?) -> attune_status {
      withUnsafeMutablePointer(to: &label) { label in
        "good".withCString { good in
          var text = attune_text(bytes: good, length: 4)
          var columns = attune_columns(label: label, score: nil, probabilities: nil, stride: 0)
          return attune_classify_batch(handle, &text, 1, options, &columns)
        }
      }
    }
    #expect(classify(nil) == ok)
    for size in [0, 1, 8, right + 8, 1 << 40, -1] {
      var options = attune_options(size: size, threads: 1)
      #expect(classify(&options) == invalid, "\(size)")
      #expect(String(cString: attune_last_error().pointee.message).contains("\(right)"))
    }
    var options = attune_options(size: right, threads: .max)
    #expect(classify(&options) == ok)
    var training = attune_training_options()
    var model: OpaquePointer?
    #expect(attune_train(nil, nil, nil, 0, &training, &model) == invalid)
    training.size = MemoryLayout<attune_training_options>.stride
    #expect(attune_train(nil, nil, nil, 0, &training, &model) == untrainable)
    training.passes = .max
    #expect(attune_train(nil, nil, nil, 0, &training, &model) == invalid)
  }

  @Test("A stride that is no place for every class is refused", arguments: [1, -1, Int.max, Int.max / 2, 1 << 61])
  func strides(stride: Int) {
    "good".withCString { good in
      let texts = [attune_text](repeating: attune_text(bytes: good, length: 4), count: 2)
      var numbers = [Float](repeating: 7, count: 16)
      numbers.withUnsafeMutableBufferPointer {
        var columns = attune_columns(label: nil, score: nil, probabilities: $0.baseAddress, stride: stride)
        #expect(attune_classify_batch(handle, texts, 2, nil, &columns) == invalid)
      }
      #expect(numbers.allSatisfy { $0 == 7 })
    }
  }

  // MARK: Arrow

  /// What comes of an array of the given layout; nil buffers are null.
  private func classify<Offset: FixedWidthInteger>(
    _ format: String, length: Int64 = 3, offset: Int64 = 0, nulls: Int64 = 0, offsets: [Offset]?, first: Int64 = 0,
    count: Int64 = 3, buffers bufferCount: Int64 = 3, hasBytes: Bool = true
  ) -> attune_status {
    let bytes = Array("good bad fine and some more".utf8)
    var labels = [Int32](repeating: 0, count: 8)
    return labels.withUnsafeMutableBufferPointer { labels in
      bytes.withUnsafeBytes { bytes in
        (offsets ?? []).withUnsafeBytes { values in
          var pointers: [UnsafeRawPointer?] = [
            nil, offsets == nil ? nil : values.baseAddress, hasBytes ? bytes.baseAddress : nil,
          ]
          return pointers.withUnsafeMutableBufferPointer { pointers in
            format.withCString { format in
              var schema = ArrowSchema()
              schema.format = format
              var array = ArrowArray()
              array.length = length
              array.offset = offset
              array.null_count = nulls
              array.n_buffers = bufferCount
              array.buffers = bufferCount < 0 ? nil : pointers.baseAddress
              array.release = { _ in }
              var columns = attune_columns(label: labels.baseAddress, score: nil, probabilities: nil, stride: 0)
              return attune_classify_arrow(handle, &schema, &array, first, count, nil, &columns)
            }
          }
        }
      }
    }
  }

  @Test("Lengths, offsets and counts of an Arrow array that are no places in it are refused")
  func arrowPlaces() {
    let offsets: [Int32] = [0, 5, 9, 13]
    #expect(classify("u", offsets: offsets) == ok)
    let edges: [Int64] = [-1, .min, .max, .max - 1, .max - 2, .max - 3, .max / 2, 1 << 60]
    for edge in edges {
      #expect(classify("u", offset: edge, offsets: offsets) == invalid, "offset \(edge)")
      #expect(classify("u", offsets: offsets, first: edge) == invalid, "first \(edge)")
      #expect(classify("u", offsets: offsets, count: edge) == invalid, "count \(edge)")
      #expect(classify("u", length: edge, offsets: offsets, count: edge) == invalid, "length \(edge)")
    }
    #expect(classify("u", length: .max, offset: .max, offsets: offsets) == invalid)
    #expect(classify("n", length: .max, offset: .max, offsets: offsets) == invalid)
  }

  @Test("Offsets that fall, are negative or point behind the last are found before a byte is read")
  func arrowOffsets() {
    for broken: [Int32] in [
      [0, 5, 4, 13], [-1, 5, 9, 13], [0, 5, 9, -1], [.min, .max, 0, 13], [0, .max, 9, 13], [0, 5, 14, 13],
      [0, 1_000_000, 1_000_001, 13],
    ] {
      #expect(classify("u", offsets: broken) == invalidArray, "\(broken)")
      #expect(classify("U", offsets: broken.map(Int64.init)) == invalidArray, "\(broken)")
    }
    #expect(classify("U", offsets: [Int64]([0, 5, .max, 13])) == invalidArray)
    #expect(classify("U", offsets: [Int64]([0, 5, .max - 1, .max])) == invalidArray)
    #expect(attune_last_error().pointee.index == 1)
  }

  @Test("Buffers that are not there are refused")
  func arrowBuffers() {
    #expect(classify("u", offsets: [Int32]?.none) == invalid)
    #expect(classify("U", offsets: [Int64]?.none) == invalid)
    #expect(classify("vu", offsets: [Int64]?.none) == invalid)
    #expect(classify("u", offsets: [Int32]([0, 5, 9, 13]), hasBytes: false) == invalidArray)
    #expect(classify("u", offsets: [Int32]([0, 0, 0, 0]), hasBytes: false) == ok)
    for count: Int64 in [-1, .min, 0, 1] {
      #expect(classify("u", offsets: [Int32]([0, 5, 9, 13]), buffers: count) == invalid, "\(count)")
      #expect(classify("vu", offsets: [Int32]([0, 5, 9, 13]), buffers: count) == invalid, "\(count)")
    }
    #expect(classify("vu", offsets: [Int32]([0, 5, 9, 13]), buffers: .max) == invalid)
  }

  // MARK: Training

  private func train(labels: [[UInt8]], weights: [Float]? = nil) -> attune_status {
    let texts = labels.indices.map { Array("text number \($0) of \($0 % 3)".utf8CString) }
    let labels = labels.map { $0.map(CChar.init(bitPattern:)) }
    func pointers(_ all: [[CChar]], _ lengths: [Int]) -> [attune_text] {
      zip(all, lengths).map { bytes, length in
        let copy = UnsafeMutablePointer<CChar>.allocate(capacity: max(bytes.count, 1))
        copy.initialize(from: bytes, count: bytes.count)
        return attune_text(bytes: copy, length: length)
      }
    }
    let textPointers = pointers(texts, texts.map { $0.count - 1 })
    let labelPointers = pointers(labels, labels.map(\.count))
    defer { for text in textPointers + labelPointers { text.bytes?.deallocate() } }
    var model: OpaquePointer?
    defer { attune_free(model) }
    guard let weights else { return attune_train(textPointers, labelPointers, nil, labels.count, nil, &model) }
    return attune_train(textPointers, labelPointers, weights, labels.count, nil, &model)
  }

  @Test("Labels that no file may have are refused here as well")
  func labels() {
    let good = (0..<8).map { Array(($0 % 2 == 0 ? "a" : "b").utf8) }
    #expect(train(labels: good) == ok)
    for bad in [
      "", "  ", "a\tb", "a\nb", "\u{1B}[31m", "a\u{7F}", "a\u{85}b", "error", "unknown", "a\0b", "__label__a",
    ] {
      var labels = good
      labels[5] = Array(bad.utf8)
      #expect(train(labels: labels) == untrainable, "\(bad.debugDescription)")
      #expect(attune_last_error().pointee.index == 5)
      #expect(LabelRule.objection(to: bad) != nil)
    }
    #expect(train(labels: good + [[0xFF, 0x61]]) == untrainable)
    #expect(train(labels: (0...LabelRule.mostLabels).map { Array("label \($0)".utf8) }) == untrainable)
  }

  @Test(
    "Weights that no sum can hold are refused",
    arguments: [Float.nan, .infinity, -.infinity, -1, 1e38, .greatestFiniteMagnitude, 1_000_001])
  func weights(weight: Float) {
    let labels = (0..<8).map { Array(($0 % 2 == 0 ? "a" : "b").utf8) }
    var weights = [Float](repeating: 1, count: labels.count)
    weights[3] = weight
    #expect(train(labels: labels, weights: weights) == untrainable)
    #expect(attune_last_error().pointee.index == 3)
    weights[3] = TrainingSet.weightRange.upperBound
    weights[4] = TrainingSet.weightRange.lowerBound
    #expect(train(labels: labels, weights: weights) == ok)
  }
}
