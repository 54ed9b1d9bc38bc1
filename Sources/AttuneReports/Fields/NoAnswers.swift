import Attune

/// What people and exports write where there is no answer: the same for every column.
enum NoAnswers {
  /// In small letters; see `written`.
  private static let phrases = [
    "-", "--", "---", "–", "—", ".", "?", "n/a", "na", "n.a.", "n. a.", "#n/a", "null", "(null)", "nil", "none", "nan",
    "\\n", "(blank)", "blank", "missing", "not applicable", "no answer", "no response", "no reply", "not answered",
    "did not answer", "skipped", "not rated", "unrated", "don't know", "dont know", "prefer not to say",
    // English
    "do not know", "i don't know", "idk", "dk", "d/k", "dk/na", "dk/ref", "don't know/no answer", "not sure",
    "cannot say", "can't say", "no opinion", "refused", "declined to answer", "rather not say", "prefer not to answer",
    "no rating", "no data", "unanswered", "not provided", "did not use", "didn't use", "have not used", "never used",
    // German
    "weiß nicht", "weiß ich nicht", "weiß nicht/keine angabe", "keine angabe", "keine angaben", "keine antwort",
    "keine meinung", "ohne angabe", "k. a.", "k.a.", "k.a", "k. a", "k/a", "nicht beantwortet", "nicht zutreffend",
    "trifft nicht zu", "nicht bewertet", "möchte ich nicht sagen", "nicht genutzt", "nicht benutzt",
    // French
    "ne sait pas", "ne sais pas", "je ne sais pas", "nsp", "nspp", "ne se prononce pas", "ne souhaite pas répondre",
    "sans réponse", "pas de réponse", "aucune réponse", "sans opinion", "sans avis", "non applicable", "sans objet",
    "s/o", "non renseigné", "non concerné", "non utilisé", "pas utilisé",
    // Spanish and Portuguese
    "no sabe", "no sé", "no lo sé", "ns", "nc", "ns/nc", "ns / nc", "ns-nc", "ns/nr", "no contesta",
    "no sabe/no contesta", "no sabe / no contesta", "no responde", "no opina", "sin respuesta", "sin opinión",
    "no aplica", "no procede", "prefiero no contestar", "prefiero no decirlo", "não sei", "não sabe", "não respondeu",
    "no utilizado", "no utilizada", "no lo he usado", "não utilizado", "não utilizei", "não usei", "não se aplica",
    "não aplicável", "sem resposta", "sem opinião", "prefiro não responder",
    // Italian and Dutch
    "non so", "non lo so", "non sa", "non sa/non risponde", "non risponde", "nessuna risposta", "nessuna opinione",
    "non applicabile", "non pertinente", "non utilizzato", "n.d.", "preferisco non rispondere",
    "niet gebruikt", "weet niet", "weet ik niet",
    "weet het niet", "geen antwoord", "geen mening", "geen opgave", "n.v.t.", "niet van toepassing",
    "wil ik niet zeggen", "zeg ik liever niet",
    // Swedish, Danish, Norwegian, Finnish, Polish and Czech
    "vet ej", "vet inte", "vet ikke", "ved ikke", "ved ej", "inget svar", "intet svar", "ikke besvart",
    "ikke besvaret", "ingen åsikt", "ej tillämpligt", "ikke relevant", "en osaa sanoa", "ei vastausta", "nie wiem",
    "brak odpowiedzi", "nie korzystałem", "nie korzystałam", "nie dotyczy", "trudno powiedzieć", "nevím",
    "bez odpovědi",
  ]

  /// What people write in place of a text; elsewhere, such as among names of products, it may be an answer.
  private static let phrasesOfTexts = [
    "no comment", "no comments", "no further comment", "no further comments", "no other comments", "no feedback",
    "no remarks", "no suggestions", "nothing", "nothing else", "nothing more", "nothing to add", "nothing to say",
    "nothing really", "nothing at all",
    "kein kommentar", "keine kommentare", "keine anmerkung", "keine anmerkungen", "keine bemerkungen", "kein feedback",
    "nichts", "nichts weiter", "nichts hinzuzufügen", "keine",
    "aucun", "aucune", "aucun commentaire", "pas de commentaire", "pas de commentaires", "sans commentaire",
    "rien", "rien à dire", "rien à signaler", "rien à ajouter", "aucune remarque",
    "nada", "nada más", "nada que añadir", "ninguno", "ninguna", "ningún comentario", "sin comentario",
    "sin comentarios", "nenhum", "nenhuma", "nenhum comentário", "sem comentários", "nada a acrescentar",
    "niente", "nulla", "nessuno", "nessun commento", "niente da aggiungere",
    "niets", "geen", "geen commentaar", "geen opmerkingen", "geen opmerking", "inga kommentarer", "ingen kommentar",
    "ingen kommentarer", "ingenting", "brak uwag", "brak komentarza", "bez komentáře",
  ]

  /// Bytes of the longest.
  static let limit = 32

  /// With what people leave out: accents, full stops, the curve of an apostrophe.
  static let written = forms(of: phrases)
  static let writtenAsTexts = forms(of: phrasesOfTexts)

  private static func forms(of phrases: [String]) -> Set<String> {
    var written: Set<String> = []
    for phrase in phrases {
      let plain = AnswerWords.normalized(phrase)
      let forms = [phrase, phrase.replacing(text: "'", with: "\u{2019}"), phrase.replacing(text: "ß", with: "ss")]
      written.formUnion(forms)
      guard phrase.count > 3, phrase.allSatisfy({ $0.isLetter || $0 == " " || $0 == "'" }) else { continue }
      written.formUnion([plain] + (forms + [plain]).flatMap { ["\($0).", "\($0)!"] } + forms.map(shouted))
    }
    return written
  }

  /// Whether words of a header or a label say that there is no answer: "don't know", "n/a", "don't know / no answer". Alone,
  /// "none" is the least that there can be.
  static func says(_ words: [String]) -> Bool {
    if spoken.contains(words.joined(separator: " ")) { return true }
    let parts = words.split { joints.contains($0) }
    return parts.count > 1 && parts.allSatisfy { spoken.contains($0.joined(separator: " ")) }
  }

  private static let joints: Set = ["/", "or", "oder", "ou", "o", "of", "lub", "and", "und"]
  private static let spoken = Set(
    phrases.map { ScaleName.marked($0[...]).compactMap(\.word).joined(separator: " ") }
  ).subtracting(["", "none", "nil", "null", "( null )", "( blank )", "nan", "missing"])

  /// In capitals, of which those of English are made small again.
  private static func shouted(_ phrase: String) -> String {
    String(phrase.uppercased().map { $0.isASCII ? Character($0.lowercased()) : $0 })
  }

  /// Whether one of these begins with the byte, as a small letter.
  static let starts: [Bool] = {
    var starts = [Bool](repeating: false, count: 256)
    for text in written { starts[Int((text.utf8.first ?? 0) | 0x20)] = true }
    return starts
  }()
}
