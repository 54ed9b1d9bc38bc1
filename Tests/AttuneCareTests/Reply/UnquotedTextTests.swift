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
