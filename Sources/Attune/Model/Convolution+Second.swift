import CKernels

extension Convolution {
  /// The second layer in the model file; see `attune_convolution`.
  struct Second {
    let filters: Int
    /// `[blocks of filters × groups of inputs × filters of the block × inputs of the group]`
    let weights: UnsafePointer<Int8>
    /// `[filters]`
    let biases: UnsafePointer<Int32>
    /// `[filters]`
    let shifts: UnsafePointer<UInt8>

    /// Inputs of a filter.
    var inputs: Int { Convolution.secondWindow * filters }

    /// Whether no sum leaves its type.
    var isValid: Bool {
      (0..<filters).allSatisfy { filter in
        biases[filter].magnitude <= Convolution.secondBiasLimit && Convolution.shifts.contains(Int(shifts[filter]))
          && Convolution.secondQuads(inputs: inputs).allSatisfy { quad in
            quad.reduce(0) { $0 + Int(weight(filter: filter, input: $1).magnitude) } <= Convolution.secondLimit
          }
      }
    }

    /// What a sum becomes.
    func value(_ sum: Int32, filter: Int) -> Int { min(127, max(0, Int(sum) >> Int(shifts[filter]))) }

    func weight(filter: Int, input: Int) -> Int8 {
      weights[Convolution.secondPlace(filter: filter, input: input, inputs: inputs)]
    }
  }

  /// Inputs of a filter whose products are added in 16 bits: two of a group and the same two of the next group.
  package static func secondQuads(inputs: Int) -> [[Int]] {
    let group = Int(ATTUNE_SECOND_GROUP)
    return stride(from: 0, to: inputs, by: 2).filter { $0 / group % 2 == 0 }
      .map { [$0, $0 + 1, $0 + group, $0 + group + 1] }
  }

  /// Where a weight stands.
  fileprivate static func secondPlace(filter: Int, input: Int, inputs: Int) -> Int {
    let group = Int(ATTUNE_SECOND_GROUP)
    let block = filter / filterBlock * inputs * filterBlock
    return block + input / group * filterBlock * group + filter % filterBlock * group + input % group
  }
}

extension Convolution.Contents {
  /// The second layer before it is written: at a place, filter g gives
  /// `(biases[g] + Σ weights[input][g] · input) >> shifts[g]`, at least 0 and at most 127.
  package struct Second {
    /// `[3 · filters × filters]`: what the first filters give at the place before, at the place and at the one behind it.
    package var weights: [Int8]
    package var biases: [Int32]
    package var shifts: [UInt8]

    package init(weights: [Int8], biases: [Int32], shifts: [UInt8]) {
      self.weights = weights
      self.biases = biases
      self.shifts = shifts
    }

    func append(to section: inout ByteWriter, filters: Int) {
      let inputs = Convolution.secondWindow * filters
      var placed = [UInt8](repeating: 0, count: weights.count)
      for input in 0..<inputs {
        for filter in 0..<filters {
          placed[Convolution.secondPlace(filter: filter, input: input, inputs: inputs)] =
            UInt8(bitPattern: weights[input * filters + filter])
        }
      }
      section.bytes += placed
      for bias in biases { section.append(UInt32(bitPattern: bias)) }
      section.bytes += shifts
    }
  }
}
