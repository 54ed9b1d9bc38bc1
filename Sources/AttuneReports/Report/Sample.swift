import AttuneStatistics

/// A fair sample of a stream in bounded memory: the elements whose places have the smallest hashes (Cohen & Kaplan 2007,
/// "Bottom-k sketches"). It depends neither on who saw which element nor on when.
package struct Sample<Element: Sendable>: Sendable {
  private var chosen: [(hash: UInt64, place: Int, element: Element)] = []
  private let size: Int
  /// Elements that were offered.
  package private(set) var count = 0

  package init(size: Int) { self.size = size }

  /// - Parameter place: the element's number in the stream.
  /// - Complexity: O(size) for an element that is taken, which becomes rare, and O(1) for others.
  package mutating func offer(_ element: @autoclosure () -> Element, place: Int) {
    count += 1
    let hash = Self.hash(UInt64(truncatingIfNeeded: place))
    guard chosen.count < size || hash < chosen[chosen.count - 1].hash else { return }
    let at = chosen.partitioningIndex { $0.hash > hash }
    chosen.insert((hash, place, element()), at: at)
    if chosen.count > size { chosen.removeLast() }
  }

  /// In the order of the stream.
  package var elements: [Element] { chosen.sorted { $0.place < $1.place }.map(\.element) }

  /// The finalizer of MurmurHash3 (Appleby 2011).
  private static func hash(_ value: UInt64) -> UInt64 {
    var hash = value &+ 0x9E37_79B9_7F4A_7C15
    hash = (hash ^ (hash >> 33)) &* 0xFF51_AFD7_ED55_8CCD
    hash = (hash ^ (hash >> 33)) &* 0xC4CE_B9FE_1A85_EC53
    return hash ^ (hash >> 33)
  }
}
