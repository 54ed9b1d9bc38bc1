/// What the filters of a `Convolution` give at every place of a text, and what one of that is worth in logits: plain loops, for
/// explanations.
struct ConvolutionValues {
  /// `[places × filters]`: of the first layer.
  let first: [UInt8]
  private let convolution: Convolution
  private let classes: Int
  private let windows: Int
  /// `[places × filters]`: the sums of the second layer before they are shifted; empty without one.
  private let sums: [Int32]
  /// `[filters × 3 · filters]`
  private let weights: [Double]
  private let pools: [Pool]

  /// What pooling makes of a filter.
  private struct Pool {
    var largest = 0
    /// The first place that gave the most.
    var place = 0
    var total = 0
    /// For each class, what one of the most and one of the total are worth, in logits.
    var ofLargest: [Double] = []
    var ofTotal: [Double] = []

    mutating func take(_ value: Int, at place: Int) {
      if value > largest { (largest, self.place) = (value, place) }
      total += value
    }
  }

  /// - Parameter rows: those of a text, with padding at both ends.
  init(_ convolution: Convolution, classes: Int, _ rows: [UInt16], windows: Int) {
    let filters = convolution.filters
    self.convolution = convolution
    self.classes = classes
    self.windows = windows
    var pools = [Pool](repeating: Pool(), count: convolution.pooled)
    var first = [UInt8](repeating: 0, count: windows * filters)
    for place in 0..<windows {
      for filter in 0..<filters {
        let value = (0..<Convolution.window).reduce(Int(convolution.biases[filter])) {
          $0 + convolution.product(row: rows[place + $1], place: $1, filter: filter)
        }
        guard value > 0 else { continue }
        first[place * filters + filter] = UInt8(value)
        pools[filter].take(value, at: place)
      }
    }
    self.first = first
    (weights, sums) = convolution.second.map { Self.sums($0, first, windows: windows) } ?? ([], [])
    if let second = convolution.second {
      for place in 0..<windows {
        for filter in 0..<filters {
          pools[filters + filter].take(second.value(sums[place * filters + filter], filter: filter), at: place)
        }
      }
    }
    let norm = Convolution.norm(rows: windows)
    for index in pools.indices {
      let mean = min(127, (Float(pools[index].total) * norm + 0.5).rounded(.down))
      func worth(_ feature: Int) -> [Double] {
        (0..<classes).map { Double(convolution.weight(class: $0, feature: feature)) * Double(convolution.step) }
      }
      pools[index].ofLargest = worth(index)
      pools[index].ofTotal = worth(convolution.pooled + index).map {
        $0 * Double(mean) / Double(max(pools[index].total, 1))
      }
    }
    self.pools = pools
  }

  /// The weights of the second layer in their order, and its sums.
  private static func sums(_ second: Convolution.Second, _ first: [UInt8], windows: Int) -> ([Double], [Int32]) {
    let (filters, inputs) = (second.filters, second.inputs)
    let weights = (0..<filters).flatMap { filter in
      (0..<inputs).map { Int32(second.weight(filter: filter, input: $0)) }
    }
    var sums = (0..<windows * filters).map { second.biases[$0 % filters] }
    for place in 0..<windows {
      for (k, from) in (place - 1...place + 1).enumerated() where (0..<windows).contains(from) {
        for input in 0..<filters {
          let value = Int32(first[from * filters + input])
          guard value > 0 else { continue }
          for filter in 0..<filters {
            sums[place * filters + filter] += weights[filter * inputs + k * filters + input] * value
          }
        }
      }
    }
    return (weights.map(Double.init), sums)
  }

  /// What one of each filter of the first layer is worth at a place, and what the biases of the second layer are worth there.
  /// - Parameters:
  ///   - worth: `[filters × classes]`
  ///   - share: what counts of the logits.
  func write(worthAt place: Int, to worth: inout [Double], biases: inout [Double], share: Double) {
    let filters = convolution.filters
    for filter in 0..<filters {
      for label in 0..<classes { worth[filter * classes + label] = share * pooledWorth(filter, place, label) }
    }
    guard let second = convolution.second else { return }
    for k in 0..<Convolution.secondWindow {
      // The place at which this one is number k of the window.
      let from = place + 1 - k
      guard (0..<windows).contains(from) else { continue }
      for filter in 0..<filters {
        let sum = sums[from * filters + filter]
        let value = second.value(sum, filter: filter)
        guard value > 0 else { continue }
        let scale = share * Double(value) / Double(sum)
        for label in 0..<classes {
          let part = scale * pooledWorth(filters + filter, from, label)
          if k == 1 { biases[label] += part * Double(second.biases[filter]) }
          for input in 0..<filters {
            worth[input * classes + label] += part * weights[filter * second.inputs + k * filters + input]
          }
        }
      }
    }
  }

  /// What one of a filter, of either layer, is worth at a place to the features of the text.
  private func pooledWorth(_ filter: Int, _ place: Int, _ label: Int) -> Double {
    let pool = pools[filter]
    return pool.ofTotal[label] + (place == pool.place && pool.largest > 0 ? pool.ofLargest[label] : 0)
  }
}
