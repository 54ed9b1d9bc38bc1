import Testing

@testable import Attune

/// What language a text of a column is in, by the others of the column.
@Suite struct ColumnLanguageTests {
  private static let english = [
    "The lift was out of order for the whole week", "Nobody told us that the pool would be closed",
    "They gave us a room with a lovely view", "Our dinner was cold when it came",
  ]
  private static let german = [
    "Der Aufzug war die ganze Woche kaputt und niemand hat geholfen", "Das Zimmer war sauber und sehr ruhig gelegen",
    "Wir haben lange auf das Essen gewartet", "Leider hat uns niemand gesagt, dass der Pool geschlossen ist",
  ]
  private static let french = [
    "La chambre était propre et le personnel très aimable", "Nous avons attendu une heure avant le repas",
    "Le petit déjeuner est excellent mais la salle est bruyante", "Personne ne nous a répondu au téléphone",
  ]

  private func languages(_ texts: [String]) -> ColumnLanguages {
    var column = ColumnLanguage()
    for var text in texts { text.withUTF8 { column.append($0) } }
    return column.languages
  }

  private func isForeign(_ text: String, in column: ColumnLanguages) throws -> Bool {
    let model = try Model.shipped().reading(columnIn: column)
    return model.classify([text])[0].language != nil
  }

  private func repeated(_ texts: [String], _ count: Int) -> [String] { (0..<count).map { texts[$0 % texts.count] } }

  @Test func aMinorityIsFound() {
    #expect(languages(repeated(Self.english, 80)) == ColumnLanguages())
    let mixed = languages(repeated(Self.english, 80) + repeated(Self.german, 12))
    #expect(mixed.most == nil && mixed.some == ["de"])
    // One guest from elsewhere makes no column of two languages.
    #expect(languages(repeated(Self.english, 80) + [Self.german[0]]).some.isEmpty)
    let most = languages(repeated(Self.german, 80))
    #expect(most.most == "de" && most.isPure && most.some.isEmpty)
    let mainly = languages(repeated(Self.german, 60) + repeated(Self.english, 20))
    #expect(mainly.most == "de" && !mainly.isPure)
  }

  /// Wherever the texts of another language stand, and however many others stand before them.
  @Test(arguments: [1, 5000]) func aBlockIsFound(run: Int) {
    let count = 10_000
    let column = (0..<count).map { number in
      (number / run) % 2 == 0 ? Self.english[number % 4] : Self.german[number % 4]
    }
    let found = languages(column)
    #expect(found.most == "de" || found.some == ["de"], "\(found)")
    let behind = languages(repeated(Self.german, 1000) + repeated(Self.english, 9000))
    #expect(behind.most == nil && behind.some == ["de"])
    #expect(languages(repeated(Self.english, count)) == ColumnLanguages())
  }

  /// Their words are English ones as well, so that none of them would be looked at alone.
  @Test(arguments: [
    "Leider war das Zimmer warm und die Bar war laut", "Wir kommen gerne wieder, vielen Dank",
  ])
  func textsOfAMinorityAreNotReadAsEnglish(_ text: String) throws {
    let mixed = languages(repeated(Self.english, 80) + repeated(Self.german, 12))
    #expect(try isForeign(text, in: mixed))
  }

  @Test(arguments: [
    "The wine list was short", "Rude man at the bar", "Nice room", "Great hotel", "Alright", "Bad food and warm beer",
    "It was hot in the gym",
  ])
  func englishTextsBesideAMinorityStayEnglish(_ text: String) throws {
    for others in [Self.german, Self.french] {
      #expect(try !isForeign(text, in: languages(repeated(Self.english, 80) + repeated(others, 12))))
    }
  }

  /// In a column of one language a short text of words that two languages share is in that one.
  @Test(arguments: [
    "Service impeccable", "Restaurant correct", "Super service", "Table sale", "Simple et efficace", "Excellent",
  ])
  func wordsOfTwoLanguagesAreThoseOfTheColumn(_ text: String) throws {
    #expect(try isForeign(text, in: languages(repeated(Self.french, 80))))
    #expect(try !isForeign(text, in: languages(repeated(Self.english, 80))))
  }

  @Test(arguments: ["They never answered the phone", "Great hotel", "The food was cold and the staff did not care"])
  func plainEnglishStaysEnglishInAnyColumn(_ text: String) throws {
    #expect(try !isForeign(text, in: languages(repeated(Self.french, 80))))
  }
}
