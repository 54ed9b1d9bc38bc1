import CKernels

/// The deep part of a model: a convolution over words (Kim 2014) whose products are stored instead of computed.
///
/// A filter of a convolution adds, over a window of five words, the products of its weights with the vector of each word, and
/// its bias. A product depends on nothing but the word and its place in the window: so there is one byte for each, and the
/// filter is a sum of five bytes. Of every filter a text keeps two features: the most that it gave anywhere, at least 0
/// (*max pooling*), and the sum of what it gave, over the square root of the windows (*mean pooling*). Their logits are
/// linear, so that every logit is a sum over words. A second layer reads what the first one gave at three places next to each
/// other, at least 0, by filters of its own, which give a text two features each as well; it is optional.
///
///     rows      … | not |  a  | bad | idea | at | all | …        one number a token; see `TokenShape` for unknown ones
///     products    [not][0] + [a][1] + [bad][2] + [idea][3] + [at][4] + bias      filters × Int8 each, added at once
///     first     … |  a  | bad | idea | …                         filters × UInt8 a place, at most 127
///     second      a · w[0] + bad · w[1] + idea · w[2] + bias     filters × Int32, shifted to UInt8, at most 127
///     text        max of first and second, mean of both          2 · layers · filters × UInt8, at most 127
///     logits      features · weights                             integers, so that every bit is the same everywhere
///
/// Section CONV of the model file, at multiples of 64 bytes:
///
///     u32 filters, u32 rows, u32 slots, f32 step, f32 full, f32 none, f32 constant, f32 perLength (`Doubt`),
///                 u32 filters of the second layer: 0, or as many as of the first; 28 bytes of zeros
///     doubt       [classes] f32: its biases, and zeros up to a multiple of 64 bytes
///     biases      [filters] i8
///     weights     [classes × 2 · layers · filters] i16
///     second      only with a second layer, see `attune_convolution`
///                 weights [3 · filters × filters] i8, biases [filters] i32, shifts [filters] u8
///     slots       [slots] u32: the key of a known token << 16, and its row; 0 where there is none
///     products    [rows × 5 × filters] i8
///
/// A token stands in one of two slots, those of bits 16… and 40… of its hash (cuckoo hashing, Pagh & Rodler 2001); its key
/// is the low 16 bits. So two loads find it, without a branch. Row 0 is padding. Cost a token: these two, and
/// `5 · filters` bytes added; `3 · filters²` products for the second layer.
package struct Convolution: @unchecked Sendable {  // Read-only memory that the model's storage keeps alive.
  package static let window = Int(ATTUNE_WINDOW)
  package static let padding = Int(ATTUNE_PADDING)
  package static let filterBlock = Int(ATTUNE_FILTER_BLOCK)
  static let sectionName = "CONV"
  private static let headerBytes = 64

  /// A product is at most this, and a bias at most `biasLimit`, either side of 0: then no sum leaves a byte.
  package static let productLimit = (Int(Int8.max) - biasLimit) / window
  package static let biasLimit = 7
  package static let secondWindow = Int(ATTUNE_SECOND_WINDOW)
  /// Four weights of the second layer that are added in 16 bits (see `secondQuads`) are at most this together, either side of
  /// 0: each is multiplied with 127 at most.
  package static let secondLimit = Int(Int16.max) / 127
  /// A bias of the second layer is at most this: then no sum leaves 32 bits.
  package static let secondBiasLimit = 1 << 24
  package static let shifts = 1...23
  /// Of a longer text the first so many rows are read; sums stay below 2^31.
  static let rowLimit = 1 << 24

  /// All of it.
  package let section: UnsafeRawBufferPointer
  /// A multiple of `filterBlock`.
  package let filters: Int
  package let rows: Int
  /// 1 or 2.
  package let layers: Int
  /// What a feature of 1 with a weight of 1 is worth, in logits.
  package let step: Float
  /// Which texts it reads.
  package let doubt: Doubt
  /// A power of two.
  let slotCount: Int
  /// `[filters]`
  let biases: UnsafePointer<Int8>
  /// `[classes × features]`
  let weights: UnsafePointer<Int16>
  let second: Second?
  /// `[slotCount]`
  let slots: UnsafePointer<UInt32>
  /// `[rows × 5 × filters]`
  let products: UnsafePointer<Int8>

  /// What is pooled: the filters of all layers.
  package var pooled: Int { layers * filters }
  /// Of each that is pooled the most, then the mean of each.
  package var features: Int { 2 * pooled }
  /// Products of a row.
  var rowStride: Int { Self.window * filters }

  init(_ section: UnsafeRawBufferPointer, classes: Int, isTrusted: Bool) throws(ModelError) {
    let damaged = ModelError.damaged(section: Self.sectionName)
    guard section.count >= Self.headerBytes else { throw damaged }
    self.section = section
    func number(_ place: Int) -> Int {
      Int(UInt32(littleEndian: section.load(fromByteOffset: 4 * place, as: UInt32.self)))
    }
    filters = number(0)
    rows = number(1)
    slotCount = number(2)
    step = Float(bitPattern: UInt32(truncatingIfNeeded: number(3)))
    func float(_ place: Int) -> Float { Float(bitPattern: UInt32(truncatingIfNeeded: number(place))) }
    guard section.count >= Self.headerBytes + Self.doubtBytes(classes: classes) else { throw damaged }
    var calibration = Calibration(classes: classes)
    (calibration.constant, calibration.perLength) = (float(6), float(7))
    for label in 0..<classes { calibration.biases[label] = float(Self.headerBytes / 4 + label) }
    doubt = Doubt(full: float(4), none: float(5), calibration: calibration)
    layers = number(8) == 0 ? 1 : 2
    guard filters > 0, layers * filters <= Int(ATTUNE_MOST_FILTERS), filters % Self.filterBlock == 0,
      number(8) == 0 || number(8) == filters,
      (TokenShape.count...Int(UInt16.max) + 1).contains(rows), (16...1 << 20).contains(slotCount),
      slotCount & (slotCount - 1) == 0,
      step > 0, step <= 1, doubt.isValid,
      section.count
        == Self.byteCount(
          filters: filters, layers: layers, rows: rows, slots: slotCount, classes: classes)
    else { throw damaged }
    var start = section.baseAddress! + Self.headerBytes + Self.doubtBytes(classes: classes)
    func take<Number>(_ count: Int) -> UnsafePointer<Number> {
      defer { start += count * MemoryLayout<Number>.stride }
      return UnsafePointer(start.bindMemory(to: Number.self, capacity: count))
    }
    biases = take(filters)
    weights = take(classes * 2 * layers * filters)
    second =
      layers == 2
      ? Second(
        filters: filters, weights: take(Self.secondWindow * filters * filters), biases: take(filters),
        shifts: take(filters)) : nil
    slots = take(slotCount)
    products = take(rows * Self.window * filters)
    guard !isTrusted else { return }
    // The first row is padding; no sum may leave a byte.
    func largest(_ numbers: UnsafeBufferPointer<Int8>) -> UInt8 {
      var largest: UInt8 = 0
      for number in numbers { largest = max(largest, number.magnitude) }
      return largest
    }
    let products = UnsafeBufferPointer(start: products, count: rows * Self.window * filters)
    guard largest(UnsafeBufferPointer(rebasing: products[..<rowStride])) == 0,
      largest(products) <= Self.productLimit,
      largest(UnsafeBufferPointer(start: biases, count: filters)) <= Self.biasLimit, second?.isValid ?? true
    else { throw damaged }
    for slot in 0..<slotCount where Int(slots[slot] & 0xFFFF) >= rows { throw damaged }
  }

  private static func byteCount(filters: Int, layers: Int, rows: Int, slots: Int, classes: Int) -> Int {
    let second = layers == 2 ? secondWindow * filters * filters + 5 * filters : 0
    return headerBytes + doubtBytes(classes: classes) + filters + 4 * classes * layers * filters + second + 4 * slots
      + window * filters * rows
  }

  /// Whether a section has a second layer, which needs readers of the present version.
  static func hasSecondLayer(_ section: [UInt8]) -> Bool { section.dropFirst(32).prefix(4).contains { $0 != 0 } }

  /// A section with the same filters, which reads every text, and with other outputs.
  /// - Parameters:
  ///   - outputs: `[classes × features]`: logits for a feature of 1.
  ///   - classes: of the outputs.
  ///   - own: how many classes this section has.
  package func section(outputs: [Float], classes: Int, insteadOf own: Int) -> [UInt8] {
    let step = max(outputs.reduce(0) { max($0, abs($1)) }, 1e-6) / 32_000
    let doubt = Doubt.always(classes: classes)
    var result = ByteWriter()
    result.bytes += section.prefix(12)
    for number in [step, doubt.full, doubt.none, doubt.calibration.constant, doubt.calibration.perLength] {
      result.append(number.bitPattern)
    }
    result.bytes += section[result.bytes.count..<Self.headerBytes]
    result.pad(to: Self.headerBytes + Self.doubtBytes(classes: classes))
    let start = Self.headerBytes + Self.doubtBytes(classes: own)
    result.bytes += section[start..<start + filters]
    for output in outputs { result.append(Int16((output / step).rounded())) }
    result.bytes += section[(start + filters + 2 * own * features)...]
    return result.bytes
  }

  private static func doubtBytes(classes: Int) -> Int { ModelFile.aligned(4 * classes) }

  /// Whether a token has a row of its own.
  func knows(_ hash: UInt64) -> Bool {
    [hash >> 40, hash >> 16].contains { place in
      let slot = slots[Int(place & UInt64(slotCount - 1))]
      return slot >> 16 == UInt32(hash & 0xFFFF) && slot & 0xFFFF != 0
    }
  }

  /// What kernels want to know.
  var view: attune_convolution {
    attune_convolution(
      slots: slots, slot_mask: UInt64(slotCount - 1), products: products, biases: biases, filters: filters,
      second_weights: second?.weights, second_biases: second?.biases, second_shifts: second?.shifts)
  }

  /// What the filter gives at the place `k` of its window, for a row.
  package func product(row: UInt16, place k: Int, filter: Int) -> Int {
    Int(products[(Int(row) * Self.window + k) * filters + filter])
  }

  package func weight(class label: Int, feature: Int) -> Int { Int(weights[label * features + feature]) }

  /// What the total of a filter is multiplied with.
  package static func norm(rows: Int) -> Float { 1 / Float(max(rows, 1)).squareRoot() }
}

extension Convolution {
  /// What a convolution consists of, before it is written.
  package struct Contents {
    package var filters: Int
    package var step: Float
    package var doubt: Doubt
    package var biases: [Int8]
    package var weights: [Int16]
    package var second: Second?
    /// `[rows × 5 × filters]`, those of `TokenShape` first.
    package var products: [Int8]
    /// The hash of each known token, whose rows follow those of the shapes in the same order.
    package var hashes: [UInt64]

    package init(
      filters: Int, step: Float, doubt: Doubt, biases: [Int8], weights: [Int16], second: Second? = nil,
      products: [Int8], hashes: [UInt64]
    ) {
      self.filters = filters
      self.step = step
      self.doubt = doubt
      self.biases = biases
      self.weights = weights
      self.second = second
      self.products = products
      self.hashes = hashes
    }

    /// Section CONV.
    package func encode() -> [UInt8] {
      let slots = Self.slots(hashes)
      var section = ByteWriter()
      for number in [filters, products.count / (Convolution.window * filters), slots.count] {
        section.append(UInt32(number))
      }
      section.append(step.bitPattern)
      for number in [doubt.full, doubt.none, doubt.calibration.constant, doubt.calibration.perLength] {
        section.append(number.bitPattern)
      }
      section.append(UInt32(second == nil ? 0 : filters))
      section.pad(to: Convolution.headerBytes)
      for bias in doubt.calibration.biases { section.append(bias.bitPattern) }
      section.pad(to: ModelFile.aligned(section.bytes.count))
      section.bytes += biases.map { UInt8(bitPattern: $0) }
      for weight in weights { section.append(weight) }
      second?.append(to: &section, filters: filters)
      for slot in slots { section.append(slot) }
      section.bytes += products.map { UInt8(bitPattern: $0) }
      return section.bytes
    }

    /// Puts every token into one of its two slots. One that finds both taken drives another one out, which goes to its
    /// other slot, and so on; where that leads nowhere, the slots are doubled.
    private static func slots(_ hashes: [UInt64]) -> [UInt32] {
      var count = 16
      while count < 2 * hashes.count { count *= 2 }
      while true {
        if let slots = slots(hashes, count: count) { return slots }
        count *= 2
      }
    }

    private static func slots(_ hashes: [UInt64], count: Int) -> [UInt32]? {
      func places(_ number: Int) -> (Int, Int) {
        (Int(hashes[number] >> 40) & (count - 1), Int(hashes[number] >> 16) & (count - 1))
      }
      var owners = [Int?](repeating: nil, count: count)
      for number in hashes.indices {
        var homeless = number
        var place = places(number).0
        var moves = 0
        while let owner = owners[place] {
          // The first try of the other slot drives nobody out.
          let other = places(homeless).0 ^ places(homeless).1 ^ place
          if moves == 0, owners[other] == nil {
            place = other
            break
          }
          owners[place] = homeless
          homeless = owner
          place = places(owner).0 ^ places(owner).1 ^ place
          moves += 1
          if moves > 500 { return nil }
        }
        owners[place] = homeless
      }
      return owners.map { owner in
        owner.map { UInt32(truncatingIfNeeded: hashes[$0] & 0xFFFF) << 16 | UInt32(TokenShape.count + $0) } ?? 0
      }
    }
  }
}
