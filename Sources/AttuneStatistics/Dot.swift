/// The sum of the products of two vectors, in their order; what one has beyond the other does not count.
///
/// A plain loop: without optimization `zip` and `reduce` take five times as long, and the tests draw many samples.
func dot(_ a: [Double], _ b: [Double]) -> Double {
  let count = min(a.count, b.count)
  var sum = 0.0
  var index = 0
  while index < count {
    sum += a[index] * b[index]
    index += 1
  }
  return sum
}
