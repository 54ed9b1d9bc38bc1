extension Capability {
  /// Who, where and which number does not matter.
  static let namesAndNumbers = Capability(
    "names and numbers",
    [
      .alike("{firstName} at the {place} branch was very helpful."),
      .alike("My order {orderNumber} has not arrived in {place}."),
      .alike("The {nationality} technician fixed it within an hour."),
      .alike("Dr {surname} did not listen to my {relative}."),
      .alike("The flight from {place} was cancelled, booking {orderNumber}."),
    ])

  /// Capitals, apostrophes and stops do not turn a verdict.
  static let casing = Capability(
    "casing and punctuation",
    [
      .alike(
        "{thank you so much|excellent service|best shop ever|love it}",
        "{THANK YOU SO MUCH|EXCELLENT SERVICE|BEST SHOP EVER|LOVE IT}"),
      .alike(
        "{worst hotel ever|awful service|never again|total waste of money}",
        "{WORST HOTEL EVER|AWFUL SERVICE|NEVER AGAIN|TOTAL WASTE OF MONEY}"),
      .alike("Still waiting for my {refund|parcel|card|results}", "Still waiting for my {refund|parcel|card|results}."),
      .alike("It {doesn't|didn't|won't|still doesn't} work", "It {doesnt|didnt|wont|still doesnt} work"),
      .alike(
        "I {don't|didn't} like the {app|menu|website}, it's confusing.",
        "I {don’t|didn’t} like the {app|menu|website}, it’s confusing."
      ),
    ])

  /// Nothing that an English model could have an opinion about.
  static let foreign = Capability(
    "gibberish, other languages, addresses",
    [
      .undecided("{asdf|qwrtzp|lkjh|xcvbnm} {fghj|wzrt|dfgkl|pqmz}"),
      .undecided(
        "{https://example.com/a/b?id=7781|www.example.org/help|https://shop.example.net/item/4417|http://example.com}"),
      .undecided(
        "{Der Zug fährt um acht Uhr ab|Die Rechnung liegt im Anhang|Das Bad ist im ersten Stock|Wann macht die Filiale auf}"
      ),
      .undecided(
        "{La tienda abre a las nueve|El paquete pesa dos kilos|Le contrat commence lundi|La chambre donne sur la rue}"),
      .undecided("{会議は三時に始まります|Поезд отправляется в девять|الفرع في الطابق الثاني|Pociąg odjeżdża o ósmej}"),
    ])
}
