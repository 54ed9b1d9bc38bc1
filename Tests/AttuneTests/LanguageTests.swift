import Testing

@testable import Attune

/// Texts in other languages are not judged, and say so; English of any kind is.
@Suite struct LanguageTests {
  private static let foreign: [(String, String)] = [
    ("de", "Der Kundendienst hat sich drei Wochen lang nicht gemeldet, das ist eine Frechheit."),
    ("de", "Wir waren rundum zufrieden und kommen nächstes Jahr bestimmt wieder!"),
    ("fr", "La livraison est arrivée en retard et personne ne s'est excusé auprès de nous."),
    ("es", "El personal fue encantador y la comida estaba deliciosa, volveremos pronto."),
    ("pt", "O aplicativo trava toda hora e ninguém resolve o meu problema, péssimo."),
    ("it", "Camera pulita, colazione abbondante e personale sempre sorridente."),
    ("nl", "De monteur kwam veel te laat en heeft de wasmachine niet gerepareerd."),
    ("sv", "Maten var kall och servitören verkade inte bry sig ett dugg om oss."),
    ("pl", "Bardzo uprzejma obsługa, paczka dotarła następnego dnia w idealnym stanie."),
    ("cs", "Zboží dorazilo poškozené a reklamace se vleče už druhý měsíc."),
    ("fi", "Asiakaspalvelu ei vastaa puhelimeen eikä sähköposteihin lainkaan."),
    ("hu", "A szoba koszos volt, a reggeli pedig ehetetlen, többet nem jövünk."),
    ("ro", "Mâncarea a fost delicioasă, iar chelnerii foarte atenți cu noi."),
    ("tr", "Kargo çok geç geldi, üstelik ürün kırık çıktı, hiç memnun kalmadım."),
    ("id", "Pengirimannya cepat sekali dan barangnya sesuai dengan gambar, mantap."),
    ("vi", "Nhân viên rất nhiệt tình, món ăn ngon và giá cả hợp lý."),
    ("ru", "Ужасное обслуживание, больше никогда сюда не приду."),
    ("uk", "Дуже задоволена покупкою, доставили швидко і без пошкоджень."),
    ("el", "Η εξυπηρέτηση ήταν απαράδεκτη και το φαγητό κρύο."),
    ("ar", "الخدمة سيئة جدا ولم يرد علي أحد منذ أسبوع"), ("he", "השירות היה נהדר והאוכל טעים מאוד"),
    ("hi", "खाना बहुत अच्छा था लेकिन सेवा बहुत धीमी थी"), ("th", "อาหารอร่อยมากแต่บริการช้า"),
    ("ja", "スタッフの対応がとても丁寧で、また利用したいです。"), ("ko", "배송이 너무 늦고 상담원도 불친절했어요."),
    ("zh", "服务态度很差，再也不会来了。"),
  ]

  @Test(arguments: foreign)
  func otherLanguagesSaySo(_ code: String, _ text: String) throws {
    let verdict = try Model.shipped().classify(text)
    #expect(verdict.language == code)
    #expect(verdict.label == Verdict.unknown)
    #expect(verdict.score == 0)
  }

  private static let english = [
    "omg soooo gud cant wait 2 c u guys 2nite lol", "smh dis app trash af ngl, fix ur servers bruh",
    "Teh delivry was realy bad and teh stuff is brokn", "#NotHappy #worsthotelever #Tripadvisor #Lisboa",
    "Giovanni Rossi and Siobhan O'Sullivan met Wolfgang Müller in Reykjavik", "Dr. Nguyen, Ms Kowalczyk, Mr. Fernandez",
    "Bonjour! We had a lovely stay, the croissants were to die for, merci beaucoup",
    "The tapas at Casa Pepe were so so",
    "ok", "thx", "5/5", "@pizzahut @dominos where r my pizzas", "https://example.com/sehr/gut/und/billig", "Zalando",
    "meh",
    "Wifi kaputt again, third time this month", "refund pls", "LG OLED55 C2 HDMI 2.1 VRR ALLM 120 Hz", "", "?!", "😀😀😀",
  ]

  @Test(arguments: english)
  func englishIsJudged(_ text: String) throws { #expect(try Model.shipped().classify(text).language == nil) }

  @Test func theSamplesAreEnglish() throws {
    let model = try Model.shipped()
    let texts = try SampleTexts.all()
    #expect(texts.count { model.classify($0).language != nil } * 200 <= texts.count)
  }

  @Test func batchesAndLongTextsSaySo() throws {
    let model = try Model.shipped()
    let texts = Self.foreign.map(\.1) + Self.english
    let many = (0..<400).map { texts[$0 % texts.count] }
    #expect(model.classify(many) == many.map { model.classify($0) })
    let long = String(repeating: Self.foreign[0].1 + " ", count: 300)
    #expect(model.classify(long).language == "de")
    #expect(model.explain(long).verdict.language == "de")
    #expect(model.explain(long).parts.map(\.kind) == [.bias])
  }

  @Test func bytesThatAreNoText() {
    for bytes: [UInt8] in [[], [0xFF, 0xFE, 0x80], Array(repeating: 0xE3, count: 600), [0xD0], Array("@#<:// ".utf8)] {
      #expect(bytes.withUnsafeBufferPointer { Model.language(ofUTF8: $0) } == nil)
    }
  }

  /// A model that has not learned English is asked of any text.
  @Test func otherModelsJudgeOtherLanguages() throws {
    let model = try Model.load(bytes: ModelFile.encode(HandmadeModel.contents()))
    #expect(!model.readsEnglish)
    #expect(model.classify(Self.foreign[0].1).language == nil)
    #expect(try Model.shipped().readsEnglish)
  }

  @Test func ownWordsOfAnotherLanguageCount() throws {
    var lexicon = CustomLexicon()
    try lexicon.add("zufrieden", valence: 3)
    let verdict = try Model.shipped().with(lexicon).classify(Self.foreign[1].1)
    #expect(verdict.language == nil)
    #expect(verdict.label != Verdict.unknown)
  }
}
