import Testing

@testable import AttuneStreams

/// Tables are told from lines of text by what they hold, and lines of text are never taken for one.
@Suite struct TableInTextTests {
  private func find(_ text: String, isEnd: Bool = true) -> TableInText.Finding {
    Array(text.utf8).withUnsafeBufferPointer { TableInText.find(in: $0, isEnd: isEnd) }
  }

  @Test(arguments: [
    "id\tcomment\tscore\n1\tfine\t4\n2\t\"He said \"\"no\"\"\"\t1\n",
    "Name,Visit,Rating,Comment\nAnn,Tea,5,lovely\nBo,\"Tea, cake\",1,cold\n",
    "rating;comment\r\n5;gut\r\n1;schlecht, leider\r\n",
    "when|rating|comment\n2026-01-05|3|so so\n2026-01-06|4|good\n",
    "text\tlabel\ngood work\tpositive\nbad work\tnegative\n", "\u{FEFF}id,review\n1,nice\n2,bad\n",
  ])
  func tables(text: String) {
    #expect(find(text) == .table(text.contains("\t") ? .tsv : .csv))
  }

  @Test(arguments: [
    "Great service, friendly staff, quick delivery\nSlow, rude, late\nGood, cheap, near\n",
    "good,cheap,near\nslow,rude,late\nkind,warm,clean\n", "Well,no\nOh,yes\nAh,so\n", "one line\nanother line\n",
    "positive\tgreat film\nnegative\tdull film\npositive\tlovely film\n", "1,2,3\n4,5,6\n7,8,9\n",
    "Thanks for the comment,Anna\nI saw your review,Bo\nSee you at the event,Cy\n", "", "\n", "id,comment\n",
    "Name,Rating\nAnn,5\nBo\nCy,1,2\n", "| id | text |\n| 1 | a |\n| 2 | b |\n",
    "Dear team,\nmy order no. 5, from May, has not come.\nRegards,\nAnn\n",
    "2026-01-05 10:00:01,ok\n2026-01-05 10:00:02,ok\n2026-01-05 10:00:03,ok\n",
  ])
  func linesOfText(text: String) { #expect(find(text) == .text) }

  @Test(arguments: [
    "{\"id\":1}\n{\"id\":2}\n", "{ \"text\" : \"fine\" }", "\u{FEFF}{\"a\":null}\r\n", "{\n  \"id\": 1,\n",
    "[\n  {\n    \"id\": 1",
    "[{\"a\":\"b\"},{\"a\":\"c\"}]", "[]\n", "{}\n{\"a\":1}\n", "\n\n{\"a\":1}\n", "[\"one text\", \"another\"]\n",
    "{\"id\":2,\"text\":\n{\"id\":3,\"text\":\"fine\"}\n", "{\"a\":1}\nnot one\n", "{\"a\":[{\"b\":\"{\"}]}\n",
    "{\"a\":1}{\"a\":2}",
  ])
  func json(text: String) { #expect(find(text) == .json) }

  @Test(arguments: [
    "{sic} he wrote\n", "{\"quoted\"} as they say\n", "{\"a\": 1} is what the shop sent me\n", "{ \"a\nb\": 1 }\n",
    "[sic] as written\n",
    "[\"nice\"] she said\n", "[1] see the note\n", "[link] is dead\n", "{name}, hello\n", "{", "[", "{\"a\": soon\n",
    "[]{}() all wrong\n",
    "[{the second brace}]\n",
  ])
  func textWithBraces(text: String) { #expect(find(text) == .text) }

  /// The first line decides, and a line that cannot be JSON is not waited for.
  @Test func jsonIsNotWaitedFor() {
    #expect(find("{\"a\":1}\n", isEnd: false) == .json)
    #expect(find("{\n\"a\": ", isEnd: false) == .open)
    #expect(find("{\n\"a\": 1", isEnd: false) == .json)
    #expect(find("{\"a\":1}", isEnd: false) == .open)
    #expect(find("{sic", isEnd: false) == .text)
    #expect(find("\n", isEnd: false) == .text)
  }

  /// Whoever types a line, or sends one through a pipe, gets an answer at once.
  @Test func proseIsNotWaitedFor() {
    #expect(find("Great service, friendly staff", isEnd: false) == .open)
    #expect(find("Great service, friendly staff\n", isEnd: false) == .text)
    #expect(find("id,comment\n1,fine\n", isEnd: false) == .open)
    #expect(find("id,comment\n" + (1...6).map { "\($0),fine\n" }.joined(), isEnd: false) == .table(.csv))
  }
}
