/// What a customer's message raises, clause by clause, and what of it a reply takes up. Owned by one worker; memory is used
/// again and again.
struct CustomerPoints {
  struct Point {
    /// What names it, in bytes of the message.
    var label: Range<Int>
    /// Of its words.
    var weight: Float = 0
    /// Of those that the reply has.
    var taken: Float = 0
    /// A thing names it.
    var hasThing = false
    /// Its label goes no further: another clause has begun.
    var isNamed = false

    /// The reply takes it up: by one word that names the matter, or by a good part of few words.
    var isTaken: Bool { taken > 0 && (taken >= 0.9 || taken >= 0.45 * weight) }
  }

  private struct Key {
    var key: UInt64
    var weight: Float
    var point: UInt8
    /// What is done or how it is; no thing.
    var isDeed = false
    /// What the reply's word for it says about the matter; 0 where it has none.
    var taken: Float = 0
  }

  private(set) var points: [Point] = []
  private var keys: [Key] = []

  /// Further points of a long message are left out, and further words.
  static let limit = 8
  private static let keyLimit = 96
  /// What a word says at most that stands in messages about anything: "order", "delivery".
  private static let generalWeight: Float = 0.4
  /// What a word says at least that names a thing or a person for sure.
  private static let nounWeight: Float = 0.6
  /// Of a reply that shows no more than that.
  static let leastRelevance: Float = 0.1
  private static let slotRelevance: Float = 0.5
  /// A clause of less that names no thing is part of the one before it.
  private static let leastWeight: Float = 0.9

  mutating func removeAll() {
    points.removeAll(keepingCapacity: true)
    keys.removeAll(keepingCapacity: true)
  }

  /// Begins a clause, unless the last has too little to be a point of its own.
  mutating func open(at byte: Int) {
    if let last = points.last {
      points[points.count - 1].isNamed = true
      if last.weight < Self.leastWeight, !last.hasThing { return }
    }
    guard points.count < Self.limit else { return }
    points.append(Point(label: byte..<byte))
  }

  mutating func add(_ key: UInt64, _ weight: Float, _ bytes: Range<Int>, isThing: Bool, isDeed: Bool = false) {
    guard keys.count < Self.keyLimit, weight > 0 else { return }
    if points.isEmpty { points.append(Point(label: bytes)) }
    let point = points.count - 1
    if !points[point].hasThing {
      if isThing {
        points[point].label = bytes
        points[point].hasThing = true
      } else if points[point].label.isEmpty {
        points[point].label = bytes
      } else if !points[point].isNamed, bytes.upperBound - points[point].label.lowerBound <= 40 {
        points[point].label = points[point].label.lowerBound..<bytes.upperBound
      }
    }
    for other in keys where other.key == key && Int(other.point) == point { return }
    points[point].weight += weight
    keys.append(Key(key: key, weight: weight, point: UInt8(point), isDeed: isDeed))
  }

  /// Names the last point by a noun phrase of it.
  mutating func name(_ label: Range<Int>) {
    guard !points.isEmpty, points[points.count - 1].hasThing else { return }
    if points[points.count - 1].label.lowerBound >= label.lowerBound,
      points[points.count - 1].label.upperBound <= label.upperBound
    {
      points[points.count - 1].label = label
    }
  }

  /// Leaves out a last clause that says nothing.
  mutating func close() {
    while let last = points.last, last.weight < Self.leastWeight, !last.hasThing, points.count > 1 || last.weight == 0 {
      let left = points.removeLast()
      guard !points.isEmpty else { break }
      for index in keys.indices where Int(keys[index].point) == points.count {
        keys[index].point = UInt8(points.count - 1)
      }
      points[points.count - 1].weight += left.weight
    }
  }

  /// Forgets what a reply has taken up: another answers the same message.
  mutating func putBack() {
    for index in points.indices { points[index].taken = 0 }
    for index in keys.indices { keys[index].taken = 0 }
  }

  /// Notes a word of the reply.
  ///
  /// - Parameter weight: what the word says about the matter where the reply has it: "delivery" says less than the "driver" that it
  ///   may stand for.
  /// - Returns: what it says about the customer's matter; 0 when the customer did not write of it.
  mutating func take(_ key: UInt64, _ weight: Float) -> Float {
    var best: Float = 0
    for index in keys.indices where keys[index].key == key {
      let taken = min(keys[index].weight, weight)
      best = max(best, taken)
      guard taken > keys[index].taken else { continue }
      points[Int(keys[index].point)].taken += taken - keys[index].taken
      keys[index].taken = taken
    }
    return best
  }

  /// Something is named that a reply can name as well.
  var namesThing: Bool { keys.contains { $0.weight >= Self.nounWeight && !$0.isDeed } }

  /// How much of the customer's own matter a reply has, 0...1: by the share of the points that it takes up, or by so many of the
  /// words that say something.
  var relevance: Float {
    var weight: Float = 0
    var covered: Float = 0
    for point in points {
      weight += min(point.weight, 2)
      if point.isTaken { covered += min(point.weight, 2) }
    }
    var strength: Float = 0
    var general = 0
    var nouns = 0
    var others = 0
    for (index, key) in keys.enumerated() where key.taken > 0 {
      // Once, in however many points it stands.
      if keys[..<index].contains(where: { $0.key == key.key }) { continue }
      strength += key.taken
      if key.taken <= Self.generalWeight {
        general += 1
      } else if key.taken < Self.nounWeight || key.isDeed {
        others += 1
      } else {
        nouns += 1
      }
    }
    guard weight > 0 else { return 1 }
    // Of a message of few words few are enough.
    let share = strength < min(0.6, 0.45 * weight) ? 0 : covered / weight / 0.6
    let relevance = min(max(share, (strength - 0.6) / 2), 1)
    // "Your order" and "the payment" stand in many a template: one or two such words do not show that the message was read,
    // unless it has no others.
    let couldBeSpecific = keys.contains { $0.weight > Self.generalWeight }
    // A verb alone may mean anything: "I'll break it to the team".
    let isSpecific = nouns > 0 || others > 1 || others == 1 && general > 1
    let isEnough = isSpecific || general >= (couldBeSpecific ? 3 : min(keys.count, 2))
    if !isEnough { return min(relevance, Self.leastRelevance) }
    // One thing that is named and no more may be what a form puts in its slot.
    return nouns == 1 && others == 0 && general == 0 ? min(relevance, Self.slotRelevance) : relevance
  }
}
