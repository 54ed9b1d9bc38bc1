/// A step of AdaGrad (Duchi et al. 2011): the larger the gradients of a weight were, the less it moves. `squares` is the sum
/// of squared gradients so far, more than 0; `square` that of the present one; `step` that gradient times the learning rate.
extension SIMD where Scalar == Float {
  /// Of every weight of a vector.
  @inlinable @inline(__always)
  package mutating func learn(_ squares: inout Self, square: Self, step: Self) {
    squares += square
    self -= step / squares.squareRoot()
  }
}

extension Float {
  /// The same of one weight.
  @inlinable @inline(__always)
  package mutating func learn(_ squares: inout Self, square: Self, step: Self) {
    squares += square
    self -= step / squares.squareRoot()
  }
}
