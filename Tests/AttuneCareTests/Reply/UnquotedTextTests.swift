import Testing

@testable import AttuneCare

@Suite struct OwnWordsTests {
  private func own(_ text: String, keepsPlaces: Bool = false) -> String {
    var text = text
    var own: [UInt8] = []
    return text.withUTF8 { UnquotedText.append($0, keepsPlaces: keepsPlaces, to: &own) }
      ? String(decoding: own, as: UTF8.self) : text
  }

  @Test(arguments: [
    "On Monday Ann wrote:\n> old", "On 3 June 2024 at 10:12, Ann Example\n<ann@example.com> wrote:\n\nold",
    "-----Original Message-----\nold", "---------- Forwarded message ---------\nold",
    "From: Ann\r\nSent: Monday\r\nold",
    "> old\n> older", "-- \nAnn\nHead of Lamps", "Sent from my iPhone", "Am 3. Juni 2024 schrieb Ann:\nold",
    "Von: Ann\nGesendet: Montag\nold", "Le 3 juin 2024, Ann a écrit :\nold", "El lunes, Ann escribió:\nold",
    "De : Ann\nEnvoyé : lundi\nold",
  ])
  func foreignWordsAreCutOff(_ foreign: String) {
    #expect(own("My lamp is broken.\n\n" + foreign).filter { !$0.isWhitespace } == "Mylampisbroken.")
    #expect(own("My lamp is broken.\r\n" + foreign).filter { !$0.isWhitespace } == "Mylampisbroken.")
  }

  /// Mails in HTML, and the lines that help desks write above theirs.
  @Test(arguments: [
    "<p>Fine now.</p><blockquote>old <p>older</p></blockquote>",
    "Fine now.<br>On Mon, Jan 5, 2026 at 9:00 Ana wrote:<br>&gt; old",
    "<div>Fine now.</div><div class=\"gmail_quote\"><div>old<blockquote>older</blockquote></div></div>",
    "<p>Fine now.</p><div><p><b>From:</b> Ana &lt;a@b.example&gt;<br><b>Sent:</b> Monday</p></div><p>old</p>",
    "<html><head><style>p { old }</style></head><body><p>Fine now.</p><p>-- <br>Ann</p></body></html>",
    "Fine now.\n##- Please type your reply above this line -##\nold", "Fine now.\n\nReply above this line\nold",
    "Fine now.\n## Bitte schreiben Sie Ihre Antwort oberhalb dieser Linie ##\nold",
    "Fine now.\n-----Ursprüngliche Nachricht-----\nold", "Fine now.\n---- Message d'origine ----\nold",
    "Fine now.\nVon meinem iPhone gesendet", "Fine now.\nEnviado desde mi iPhone",
  ])
  func whatIsQuotedInHTML(_ text: String) {
    let shown = own(text).replacing(/<style>.*<\/style>|<[^>]*>/, with: " ").split(whereSeparator: \.isWhitespace)
    #expect(shown.joined(separator: " ") == "Fine now.")
  }

  @Test(arguments: [
    "<p>I wrote above this line twice.</p><p>It is slow.</p>", "It broke <3 times\nand again", "a < b\nb > c",
    "I cannot see what I typed above this line of the form.\nIt is slow.",
  ])
  func otherMarksStay(_ text: String) { #expect(own(text) == text) }

  /// What stands between two quotes and behind them is the writer's own.
  @Test func placesInHTMLAreKept() {
    let text = "<p>a</p><blockquote>old</blockquote><p>b</p>"
    let kept = own(text, keepsPlaces: true)
    #expect(kept.utf8.count == text.utf8.count && kept.hasPrefix("<p>a</p> ") && kept.hasSuffix("<p>b</p>"))
    #expect(!kept.contains("old"))
  }

  @Test(arguments: [
    "On Monday it broke again.\nI am angry.", "From: the shop I expect more.\nReally.",
    "Am Montag kam nichts an:\nnichts.",
    "Le service est lent :\nje suis triste",
    "Sent from my office, where the lamp stood, back to your shop in the main street.\nNo answer",
    "one line", "",
  ])
  func ownWordsStay(_ text: String) { #expect(own(text) == text) }

  @Test func placesAreKept() {
    let text = "> old\nnew\n> older é\nnewer\n-- \nAnn"
    let kept = own(text, keepsPlaces: true)
    #expect(kept == "     \nnew\n          \nnewer\n")
    #expect(text.utf8.count >= kept.utf8.count)
  }

  @Test func whoQuotesMails() {
    func quotes(_ text: String) -> Bool {
      var text = text
      return text.withUTF8 { UnquotedText.quotesMail($0) }
    }
    #expect(quotes("Hi\n\nOn Monday Ann wrote:\n> x"))
    #expect(quotes("Hi\r\n-----Original Message-----\r\n"))
    #expect(!quotes("Pros\n-----\nlight\n> fast\n-- \nAnn"))
  }
}
