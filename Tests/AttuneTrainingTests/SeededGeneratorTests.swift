import Attune
import AttuneStatistics
import Testing

@testable import AttuneTraining

@Suite struct SeededGeneratorTests {
  /// The first numbers of the authors' splitmix64.c.
  @Test(
    arguments: [
      (0, [0xE220_A839_7B1D_CDAF, 0x6E78_9E6A_A1B9_65F4, 0x06C4_5D18_8009_454F]),
      (1_234_567, [6_457_827_717_110_365_317, 3_203_168_211_198_807_973, 9_817_491_932_198_370_423]),
    ] as [(UInt64, [UInt64])])
  func knownValues(seed: UInt64, values: [UInt64]) {
    var generator = SeededGenerator(seed: seed)
    let found = values.map { _ in generator.next() }
    #expect(found == values)
  }
}
