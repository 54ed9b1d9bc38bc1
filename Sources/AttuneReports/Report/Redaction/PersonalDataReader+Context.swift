extension PersonalDataReader {
  /// What the words in front of a number say of it.
  enum Context {
    case none
    /// A number to call.
    case phone
    /// The number of an order, a ticket, an article.
    case reference
    case version
    /// An amount.
    case money

    /// nil for a word that says nothing, whatever stands in front of it.
    static func of(word: String) -> Context? {
      if ContextWords.fillers.contains(word) { return nil }
      if ContextWords.phone.contains(word) { return .phone }
      if ContextWords.version.contains(word) { return .version }
      if ContextWords.money.contains(word) { return .money }
      let isReference =
        ContextWords.reference.contains(word) || ContextWords.referenceStems.contains(where: word.hasPrefix)
      return isReference ? .reference : Context.none
    }
  }

  /// The word that is nearest, but for fillers such as "number" and "is", in the same sentence.
  mutating func context(before start: Int) -> Context {
    var at = start - 1
    var hasHash = false
    var isVersionOnly = false
    for _ in 0..<5 {
      var marks = 0
      while marks < 6, Self.skipped.contains(text[at]) || isAbbreviation(at) {
        if text[at] == UInt8(ascii: "#") { hasHash = true }
        at -= 1
        marks += 1
        steps += 1
      }
      // "ISBN-13: 978…"
      if text.isDigit(at), let joint = [at - 1, at - 2].first(where: { !text.isDigit($0) }),
        text[joint] == UInt8(ascii: "-"), text.isASCIILetter(joint - 1)
      {
        at = joint - 1
      }
      guard text.isASCIILetter(at) else { break }
      let word = text.word(before: at + 1)
      steps += word.utf8.count
      guard let context = Context.of(word: word) else {
        // "Updated to 10.0.19045.3693", but not "the order to 01223 812660".
        isVersionOnly = isVersionOnly || word == "to" || word == "from"
        at -= word.utf8.count
        continue
      }
      if context == .none || isVersionOnly && context != .version { break }
      return context
    }
    return hasHash ? .reference : .none
  }

  private static let skipped = Array(" :=()[]\"'#-".utf8)

  /// Whether a full stop here ends a short word: "no. 12345678", "tel. 01223 812660".
  private func isAbbreviation(_ place: Int) -> Bool {
    text[place] == UInt8(ascii: ".") && (1...4).contains(text.word(before: place).utf8.count)
  }
}

/// Words by which numbers are told apart; in English, and the frequent ones of other languages.
private enum ContextWords {
  private static func words(_ text: String) -> Set<String> { Set(text.split(separator: " ").map(String.init)) }

  static let fillers = words(
    "number no nr num numbers id ids code is was are the my our your a an this that of to from")
  static let phone = words(
    """
    phone telephone tel telefon telefono telefone mobile mob cell cellphone handy mobil mobilnummer handynummer call \
    called calling calls ring rang text texted texting sms whatsapp fax hotline helpline landline dial dialed \
    dialled contact reach reached ph fon rufnummer telefonnummer signal viber telegram
    """)
  static let reference = words(
    """
    article case cases claim sku asin isbn issn ean upc gtin item items product model part batch lot rma ref refs \
    reference po package quote receipt voucher coupon delivery waybill awb job incident request dossier
    """)
  /// "Ordered", "tickets", "Bestellnummer".
  static let referenceStems = [
    "order", "invoice", "ticket", "track", "booking", "reservation", "shipment", "parcel", "consignment", "serial",
    "bestell", "rechnung", "auftrag", "artikel", "sendung", "vorgang", "referen", "commande", "factur", "pedido",
    "ordine", "transaction",
  ]
  static let version = words(
    """
    version versions ver v build release firmware software app driver patch update updated upgrade upgraded ios \
    android windows macos kernel chrome firefox safari linux ubuntu section chapter clause paragraph
    """)
  static let money = words("price prices cost costs paid pay total amount sum worth salary budget")
}

/// What stands beside amounts and measurements.
enum Units {
  private static func words(_ text: String) -> Set<String> { Set(text.split(separator: " ").map(String.init)) }

  static let currencies = words(
    """
    z eur usd gbp chf jpy inr rs kr sek nok dkk pln zl czk huf ft aud cad nzd cny rmb hkd sgd zar brl mxn try rub aed \
    sar ils krw thb idr euro euros dollar dollars pound pounds sterling cent cents pence yen yuan rupee rupees franc \
    francs peso pesos won krona kronor kroner forint forints
    """)
  static let units = words(
    """
    m km cm mm nm mi mile miles ft feet foot inch inches yd yard yards metre metres meter meters kilometre \
    kilometres kilometer kilometers kg g mg gram grams kilo kilos kilogram kilograms lb lbs oz ton tons tonne tonnes \
    t l ml litre litres liter liters gallon gallons h hr hrs hour hours min mins minute minutes s sec secs second \
    seconds ms day days week weeks month months year years step steps px pixel pixels mp dpi b kb mb gb tb byte \
    bytes bit bits kbps mbps gbps hz khz mhz ghz w kw mw kwh wh v mah ah pa hpa bar cal kcal kj j rpm mph kph kmh \
    lux lumen lumens people person persons user users customer customers visitor visitors time times point points \
    piece pieces pcs item items record records row rows word words unit units copy copies view views follower \
    followers subscriber subscribers download downloads click clicks star stars mile percent degrees message \
    messages email emails file files page pages vote votes sqm sqft acres kib mib gib tib inhabitants residents \
    employees members orders requests lines characters tokens tickets reviews ratings samples shares likes kunden
    """)
}
