import Attune
import AttuneFiles

/// Which Attune a program was built of.
@_spi(Server) public enum Version {
  /// See CHANGELOG.md.
  public static let number = "0.1.0"

  /// The number, and what tells the books and weights by which replies and urgency are judged: two programs with the same build
  /// judge alike.
  /// - Complexity: O(bytes of the books)
  public static var build: String {
    let files = [
      attune_file_advice(), attune_file_cues(), attune_file_items(), attune_file_phrases(), attune_file_polarity(),
      attune_file_rubric(), attune_file_situations(), attune_file_situation_weights(), attune_file_taxonomy(),
      attune_file_weights(),
    ]
    var hash: UInt64 = 0
    for file in files {
      hash = hash &* 31 &+ TokenHash.hash(UnsafeBufferPointer(start: file.bytes, count: file.count))
    }
    return "\(number)-\(String(hash, radix: 16))"
  }

  /// The variable of the environment in which `attune` tells its build to the program that it becomes.
  public static let variable = "ATTUNE_BUILD"
}
