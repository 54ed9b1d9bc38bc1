@testable import Attune
import AttuneABI
import CAttune

/// The C interface with arguments that a program may get wrong: an error that says so, or what the Swift interface says.
func fuzzABI(_ input: UnsafeBufferPointer<UInt8>) {
  var reader = ArgumentReader(input)
  switch reader.byte() % 5 {
  case 0: checkBatch(&reader)
  case 1: checkArrow(&reader)
  case 2: checkStrings(&reader)
  case 3: checkTraining(&reader)
  default: checkLoading(&reader)
  }
}

/// Takes an input apart into arguments.
private struct ArgumentReader {
  private var rest: Slice<UnsafeBufferPointer<UInt8>>

  init(_ input: UnsafeBufferPointer<UInt8>) { rest = input[...] }

  var isAtEnd: Bool { rest.isEmpty }

  mutating func byte() -> UInt8 { rest.popFirst() ?? 0 }

  /// Mostly a small number; now and then one that no memory has.
  mutating func number(below limit: Int) -> Int {
    let byte = byte()
    guard byte >= 0xF0 else { return limit > 0 ? Int(byte) % limit : 0 }
    return [-1, .min, .max, .max - 1, .max / 2, .max / 2 + 1, 1 << 62, .min + 1][Int(byte) % 8]
  }

  mutating func float() -> Float {
    Float(bitPattern: (0..<4).reduce(0) { number, _ in number << 8 | UInt32(byte()) })
  }

  /// Up to 255 bytes in memory of exactly their length.
  mutating func bytes() -> UnsafeMutableBufferPointer<CChar> {
    let count = min(Int(byte()), rest.count)
    let copy = UnsafeMutableBufferPointer<CChar>.allocate(capacity: count)
    _ = copy.initialize(from: rest.prefix(count).map(CChar.init(bitPattern:)))
    rest = rest.dropFirst(count)
    return copy
  }
}

private struct ABIModel: @unchecked Sendable {  // Immutable.
  let model = try! Model.shipped()
  let handle: OpaquePointer = {
    var handle: OpaquePointer?
    precondition(attune_load(nil, &handle) == attune_status(ATTUNE_OK))
    return handle!
  }()

  func label(_ bytes: UnsafeMutableBufferPointer<CChar>) -> Int32 {
    let text = UnsafeRawBufferPointer(bytes).bindMemory(to: UInt8.self)
    return model.labels.firstIndex(of: model.classify(utf8: text).label).map(Int32.init) ?? Int32(ATTUNE_UNKNOWN)
  }
}

private let abi = ABIModel()
private let ok = attune_status(ATTUNE_OK)
private let invalid = attune_status(ATTUNE_INVALID_ARGUMENT)

private func checkBatch(_ reader: inout ArgumentReader) {
  var options = attune_options(size: reader.number(below: 40), threads: UInt32(reader.byte()))
  if reader.byte() % 2 == 0 { options.size = MemoryLayout<attune_options>.stride }
  var owned: [UnsafeMutableBufferPointer<CChar>] = []
  defer { for bytes in owned { bytes.deallocate() } }
  var texts: [attune_text] = []
  var isSound = true
  let wrong = reader.number(below: 1)
  while !reader.isAtEnd, owned.count < 40 {
    let bytes = reader.bytes()
    owned.append(bytes)
    var text = attune_text(bytes: bytes.baseAddress, length: bytes.count)
    if wrong != 0, owned.count == 3 {
      text.length = wrong
      isSound = false
    }
    texts.append(text)
  }
  let stride = reader.number(below: 60)
  let count = texts.count
  let labels = UnsafeMutablePointer<Int32>.allocate(capacity: count)
  labels.initialize(repeating: -9, count: count)
  let isRight = stride == 0 || count <= stride && stride < 60
  let numbers = UnsafeMutablePointer<Float>.allocate(capacity: 3 * (isRight ? max(stride, count) : 1))
  defer {
    labels.deallocate()
    numbers.deallocate()
  }
  var columns = attune_columns(label: labels, score: nil, probabilities: numbers, stride: stride)
  let status = attune_classify_batch(abi.handle, texts, count, &options, &columns)
  isSound = isSound && options.size == MemoryLayout<attune_options>.stride && (isRight || count == 0)
  precondition(status == (isSound ? ok : invalid))
  guard isSound else { return }
  for (row, bytes) in owned.enumerated() {
    precondition(labels[row] == (bytes.baseAddress == nil ? Int32(ATTUNE_MISSING) : abi.label(bytes)))
  }
}

private func checkArrow(_ reader: inout ArgumentReader) {
  let format = ["u", "z", "U", "Z", "vu", "vz", "n", "i", ""][Int(reader.byte() % 9)]
  let isWide = format == "U" || format == "Z"
  let bytes = reader.bytes()
  let validity = reader.bytes()
  var offsets: [Int64] = []
  let offset = reader.number(below: 8)
  let length = reader.number(below: 8)
  let first = reader.number(below: 8)
  let count = reader.number(below: 8)
  // Buffers are as long as the array says, which no function can see: as many offsets, and as many bytes as the last.
  let isPlace = (0..<8).contains(offset) && (0..<8).contains(length)
  let places = isPlace ? offset + length + 1 : 1
  while offsets.count < places { offsets.append(Int64(reader.number(below: bytes.count + 1))) }
  offsets[places - 1] = min(offsets[places - 1], Int64(bytes.count))
  let width = isWide ? 8 : 4
  // Views of 16 bytes take more room than offsets.
  let values = UnsafeMutableRawBufferPointer.allocate(byteCount: max(places * width, places * 16), alignment: 8)
  defer {
    bytes.deallocate()
    validity.deallocate()
    values.deallocate()
  }
  for index in values.indices { values[index] = format.hasPrefix("v") ? reader.byte() : 0 }
  if !format.hasPrefix("v") {
    for (index, offset) in offsets.enumerated() {
      if isWide {
        values.storeBytes(of: offset, toByteOffset: 8 * index, as: Int64.self)
      } else {
        values.storeBytes(of: Int32(truncatingIfNeeded: offset), toByteOffset: 4 * index, as: Int32.self)
      }
    }
    // Cut off, a number beyond 32 bits may be another.
    if !isWide {
      values.storeBytes(of: Int32(clamping: offsets[places - 1]), toByteOffset: 4 * (places - 1), as: Int32.self)
    }
  }
  var lengths = Int64(bytes.count)
  let hasValidity = isPlace && validity.count * 8 >= places
  withUnsafeBytes(of: &lengths) { lengths in
    var buffers: [UnsafeRawPointer?] = [
      hasValidity ? UnsafeRawPointer(validity.baseAddress) : nil,
      reader.byte() == 7 ? nil : UnsafeRawPointer(values.baseAddress), UnsafeRawPointer(bytes.baseAddress),
    ]
    if format.hasPrefix("v") { buffers.append(lengths.baseAddress) }
    let bufferCount = buffers.count
    let labels = UnsafeMutablePointer<Int32>.allocate(capacity: 8)
    defer { labels.deallocate() }
    buffers.withUnsafeMutableBufferPointer { buffers in
      format.withCString { format in
        var schema = ArrowSchema()
        schema.format = format
        var array = ArrowArray()
        array.length = Int64(length)
        array.offset = Int64(offset)
        array.null_count = hasValidity ? -1 : 0
        array.n_buffers = Int64(bufferCount)
        array.buffers = buffers.baseAddress
        array.release = { _ in }
        var columns = attune_columns(label: labels, score: nil, probabilities: nil, stride: 0)
        let status = attune_classify_arrow(abi.handle, &schema, &array, Int64(first), Int64(count), nil, &columns)
        let isInside = isPlace && first >= 0 && count >= 0 && first <= length && count <= length - first
        precondition(isInside || status == invalid)
      }
    }
  }
}

private func checkStrings(_ reader: inout ArgumentReader) {
  let function = reader.byte() % 5
  let wrong = reader.number(below: 1)
  let text = reader.bytes()
  let customer = reader.bytes()
  let channel = reader.bytes()
  defer {
    text.deallocate()
    customer.deallocate()
    channel.deallocate()
  }
  let length = wrong == 0 ? text.count : wrong
  var json: UnsafeMutablePointer<CChar>?
  let status: attune_status
  switch function {
  case 0: status = attune_explain_json(abi.handle, text.baseAddress, length, &json)
  case 1: status = attune_tones_json(abi.handle, text.baseAddress, length, Int32(channel.count % 2), &json)
  case 2: status = attune_aspects_json(abi.handle, text.baseAddress, length, &json)
  case 3: status = attune_urgency_json(abi.handle, text.baseAddress, length, &json)
  default:
    let name = Array(channel) + [0]
    status = attune_reply_json(
      abi.handle, text.baseAddress, length, customer.baseAddress, customer.count, channel.isEmpty ? nil : name, &json)
    precondition(status == ok || wrong != 0 || !channel.isEmpty)
  }
  precondition((status == ok) == (json != nil) && (status == ok || status == invalid))
  precondition(function == 4 || (status == ok) == (wrong == 0))
  attune_free_string(json)
}

private func checkTraining(_ reader: inout ArgumentReader) {
  var options = attune_training_options()
  options.size = MemoryLayout<attune_training_options>.stride
  options.passes = 1
  options.naive_bayes = Int32(reader.byte() % 2)
  options.balance = Int32(reader.byte() % 2)
  var owned: [UnsafeMutableBufferPointer<CChar>] = []
  defer { for bytes in owned { bytes.deallocate() } }
  var texts: [attune_text] = []
  var labels: [attune_text] = []
  var weights: [Float] = []
  while !reader.isAtEnd, texts.count < 8 {
    let (text, label) = (reader.bytes(), reader.bytes())
    owned += [text, label]
    texts.append(attune_text(bytes: text.baseAddress, length: text.count))
    labels.append(attune_text(bytes: label.baseAddress, length: label.count))
    weights.append(reader.float())
  }
  var model: OpaquePointer?
  let status = attune_train(texts, labels, weights, texts.count, &options, &model)
  precondition((status == ok) == (model != nil) && (status == ok || status == attune_status(ATTUNE_UNTRAINABLE)))
  guard let model else { return }
  for label in 0..<Int32(attune_class_count(model)) {
    let name = String(cString: attune_class_name(model, label))
    precondition(!name.isEmpty && name != "error" && name != "unknown")
  }
  attune_free(model)
}

private func checkLoading(_ reader: inout ArgumentReader) {
  let wrong = reader.number(below: 1)
  let bytes = reader.bytes()
  defer { bytes.deallocate() }
  var model: OpaquePointer? = abi.handle
  let status = attune_load_bytes(bytes.baseAddress, wrong == 0 ? bytes.count : wrong, &model)
  precondition(status != ok && model == nil && (status == invalid) == (wrong != 0))
}
