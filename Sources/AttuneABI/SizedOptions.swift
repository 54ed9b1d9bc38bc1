import CAttune

/// Options of the C interface, which begin with their size.
protocol SizedOptions {
  /// All zero: the defaults.
  init()
}

extension SizedOptions {
  /// The options of a caller.
  ///
  /// - Parameter pointer: nil stands for the defaults. Before the size is known to be right, nothing but the size is read.
  /// - Throws: `ABIError.argument` for another size than that of this version, the only one that there was so far.
  static func at(_ pointer: UnsafePointer<Self>?) throws(ABIError) -> Self {
    guard let pointer else { return Self() }
    let size = UnsafeRawPointer(pointer).loadUnaligned(as: Int.self)
    guard size == MemoryLayout<Self>.stride else {
      throw .argument(
        "options of \(UInt(bitPattern: size)) bytes; sizeof(\(Self.self)) is \(MemoryLayout<Self>.stride)")
    }
    return pointer.pointee
  }
}

extension attune_options: SizedOptions {}
extension attune_training_options: SizedOptions {}
