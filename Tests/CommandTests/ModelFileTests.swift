import Testing

/// A model that cannot be used is refused with 65, and the message says which and why.
@Suite struct ModelFileTests {
  private static let good = Workspace.bytes(at: TinyModel.path)

  private func refusal(_ bytes: [UInt8], sourceLocation: SourceLocation = #_sourceLocation) throws -> String {
    let path = Workspace().keptFile("bad.attune", bytes)
    let outcome = try Attune.classify([], "great\n", model: path)
    #expect(outcome.status == 65, sourceLocation: sourceLocation)
    #expect(outcome.output.isEmpty, sourceLocation: sourceLocation)
    #expect(outcome.errors.contains(path), sourceLocation: sourceLocation)
    return outcome.errors
  }

  @Test func goodOne() throws { #expect(try Attune.classify([], "great\n").status == 0) }

  @Test func empty() throws { #expect(try refusal([]).contains("not an Attune model")) }

  @Test func somethingElse() throws {
    #expect(try refusal(Array("id,text\n1,great\n".utf8)).contains("not an Attune model"))
  }

  @Test(arguments: [1, 7, 8, 9, 31, 32, 100])
  func truncatedHeader(_ count: Int) throws { _ = try refusal(Array(Self.good[..<count])) }

  @Test func truncated() throws {
    #expect(try refusal(Array(Self.good.dropLast())).contains("truncated"))
    #expect(try refusal(Array(Self.good[..<(Self.good.count / 2)])).contains("truncated"))
  }

  @Test func fromTheFuture() throws {
    var bytes = Self.good
    bytes[8] = 99
    #expect(try refusal(bytes).contains("format 99"))
  }

  @Test func damagedAnywhere() throws {
    let step = max(Self.good.count / 25, 1)
    for position in stride(from: 0, to: Self.good.count, by: step) where position != 8 {
      var bytes = Self.good
      bytes[position] ^= 0x40
      let path = Workspace().keptFile("bad.attune", bytes)
      let outcome = try Attune.classify([], "great\n", model: path)
      // A byte between two sections means nothing.
      #expect([0, 65].contains(outcome.status), "byte \(position)")
    }
  }

  @Test func damagedSection() throws {
    let text = "algorithm"
    let at = try #require(Self.good.firstRange(of: Array(text.utf8))?.lowerBound)
    var bytes = Self.good
    bytes[at] ^= 1
    let message = try refusal(bytes)
    #expect(message.contains("damaged"))
    #expect(message.contains("CARD"))
  }

  @Test func missing() throws {
    let outcome = try Attune.classify([], "great\n", model: "/nowhere/my.attune")
    #expect(outcome.status == 66)
    #expect(outcome.errors.contains("/nowhere/my.attune"))
    #expect(try Attune.classify([], "great\n", model: "/").status == 66)
  }

  @Test func aBadModelLeavesTheOutputFileAlone() throws {
    let workspace = Workspace()
    let output = workspace.file("out.tsv", "precious\n")
    _ = try Attune.classify(["-o", output], "great\n", model: "/nowhere/my.attune")
    #expect(workspace.bytes("out.tsv") == Array("precious\n".utf8))
  }
}
