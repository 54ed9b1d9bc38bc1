import CAttune

/// Options of the C interface, which begin with their size.
protocol SizedOptions {
  /// All zero: the defaults.
  init()

  /// Where the last field that this version knows ends.
  static var end: Int { get }
}

extension SizedOptions {
  /// The options of a caller.
  ///
  /// - Parameter pointer: nil stands for the defaults. Beyond its size nothing is read, and the size alone before it is
  ///   known to be right.
  /// - Throws: `ABIError.argument` for a size that no version had.
  static func at(_ pointer: UnsafePointer<Self>?) throws(ABIError) -> Self {
    guard let pointer else { return Self() }
    let size = UnsafeRawPointer(pointer).loadUnaligned(as: Int.self)
    guard (end...MemoryLayout<Self>.stride).contains(size) else {
      throw .argument(
        "options of \(UInt(bitPattern: size)) bytes; their size is sizeof(\(Self.self)), \(MemoryLayout<Self>.stride)")
    }
    var options = Self()
    withUnsafeMutableBytes(of: &options) {
      $0.copyMemory(from: UnsafeRawBufferPointer(start: pointer, count: min(size, $0.count)))
    }
    return options
  }
}

extension attune_options: SizedOptions {
  static var end: Int { MemoryLayout<attune_options>.offset(of: \.threads)! + MemoryLayout<UInt32>.size }
}

extension attune_training_options: SizedOptions {
  static var end: Int { MemoryLayout<attune_training_options>.offset(of: \.no_names)! + MemoryLayout<Int32>.size }
}
