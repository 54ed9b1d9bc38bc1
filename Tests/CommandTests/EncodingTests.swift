import Foundation
import Testing

/// Every command reads compressed files and files of other encodings, and says what it assumed.
@Suite struct EncodingTests {
  private static let western = Array("id,text,score\n1,\"It wasn".utf8) + [0x92] + Array("t good\",2\n2,great,5\n".utf8)

  @Test func whatWasAssumedGoesToStandardError() throws {
    let path = Workspace.shared("western.csv", Self.western)
    let outcome = try Attune.classify([path])
    #expect(outcome.text.contains("It wasn’t good"))
    #expect(outcome.errors.contains("attune: \(path): read as Windows-1252\n"))
    #expect(try Attune.classify([path, "-q"]).errors.isEmpty)
    let named = try Attune.classify([path, "--encoding", "latin1"])
    #expect(named.output == outcome.output)
    #expect(!named.errors.contains("read as"))
  }

  @Test(arguments: ["text", "json", "html"])
  func reportsSayHowTheFileWasRead(_ to: String) throws {
    let path = Workspace.shared("western-\(to).csv", Self.western)
    let outcome = try Attune.run(["report", path, "--csat", "score", "--scale", "1..5", "--to", to, "-q"])
    #expect(outcome.status == 0, "\(outcome.errors)")
    #expect(outcome.text.contains("read as Windows-1252"))
    let plain = Workspace.shared("plain-\(to).csv", "id,text,score\n1,\"It wasn’t good\",2\n2,great,5\n")
    let other = try Attune.run(["report", plain, "--csat", "score", "--scale", "1..5", "--to", to, "-q"])
    #expect(!other.text.contains("was read") && !other.text.contains("\"reading\":"))
  }

  @Test func anUnknownEncodingIsWrongUsage() throws {
    let outcome = try Attune.classify(["--encoding", "klingon"], "x\n")
    #expect(outcome.status == 64)
    #expect(outcome.errors.contains("--encoding: unknown encoding 'klingon'; it takes utf-8, utf-16, "))
  }

  /// The ending before that of the compression tells the format.
  @Test func compressedFilesByTheirNames() throws {
    let workspace = Workspace()
    _ = workspace.file("a.csv", "id,text\n1,great\n2,terrible\n")
    _ = workspace.file("a.jsonl", "{\"text\":\"great\"}\n")
    let line = "cd \(workspace.folder) && gzip -k a.csv a.jsonl && \"$ATTUNE\" classify -q --model \"$MODEL\" "
    let table = try Attune.shell(
      line + "a.csv.gz -o b.csv && cat b.csv && \"$ATTUNE\" classify -q --model \"$MODEL\" a.jsonl.gz")
    #expect(table.status == 0, "\(table.errors)")
    #expect(table.lines.first?.hasPrefix("id,text,sentiment_label") == true)
    #expect(table.lines.last?.hasPrefix("{\"text\":\"great\",\"sentiment\":") == true)
    let cut = try Attune.shell(
      "cd \(workspace.folder) && head -c -9 a.csv.gz | \"$ATTUNE\" classify --format csv --model \"$MODEL\"")
    #expect(cut.status == 65)
    #expect(cut.lines.count == 3)
    #expect(cut.errors.contains("standard input ends too early: its gzip data are cut off"))
    // A draft, a taxonomy, a rubric: what is read whole.
    let whole = try Attune.shell(
      "cd \(workspace.folder) && printf 'Thanks for writing.' | gzip > d.txt.gz && \"$ATTUNE\" reply d.txt.gz")
    #expect(whole.status == 0, "\(whole.errors)")
  }
}
