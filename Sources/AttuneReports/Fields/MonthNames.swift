/// Names of months and weekdays in English, German, French, Spanish, Portuguese, Italian, Dutch and Polish, as `FieldCursor.letters` gives them.
enum MonthNames {
  /// By their names and by every beginning of three letters or more that means one month only.
  static let months: [String: Int] = {
    let names = [
      "january januar jaenner janner janvier enero janeiro gennaio januari styczen stycznia",
      "february februar fevrier febrero fevereiro febbraio februari luty lutego",
      "march marz maerz mars marzo mrz mrt marco maart marzec marca", "april avril abril aprile kwiecien kwietnia",
      "may mai mayo maio maggio mei maj maja", "june juni juin junio junho giugno czerwiec czerwca",
      "july juli juillet julio julho luglio lipiec lipca", "august aout agosto augustus sierpien sierpnia",
      "september septembre septiembre setiembre setembro settembre wrzesien wrzesnia",
      "october oktober octobre octubre outubro ottobre pazdziernik pazdziernika",
      "november novembre noviembre novembro listopad listopada",
      "december dezember decembre diciembre dezembro dicembre grudzien grudnia",
    ].map { $0.split(separator: " ").map(String.init) }
    var months: [String: Int] = [:]
    var shared: Set<String> = []
    for (index, names) in names.enumerated() {
      for name in names {
        for length in 3...name.count {
          let beginning = String(name.prefix(length))
          if let other = months[beginning], other != index + 1 { shared.insert(beginning) }
          months[beginning] = index + 1
        }
      }
    }
    return months.filter { !shared.contains($0.key) }
  }()

  /// Without "mar", which is a month as well.
  static let weekdays: Set<String> = {
    let names = [
      "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday", "montag", "dienstag", "mittwoch",
      "donnerstag", "freitag", "samstag", "sonnabend", "sonntag", "lundi", "mardi", "mercredi", "jeudi", "vendredi",
      "samedi", "dimanche", "lunes", "martes", "miercoles", "jueves", "viernes", "sabado", "domingo", "segunda",
      "terca", "quarta", "quinta", "sexta", "lunedi", "martedi", "mercoledi", "giovedi", "venerdi", "sabato",
      "domenica", "maandag", "dinsdag", "woensdag", "donderdag", "vrijdag", "zaterdag", "zondag", "poniedzialek",
      "wtorek", "sroda", "czwartek", "piatek", "sobota", "niedziela",
    ]
    let short = ["mo", "di", "mi", "do", "fr", "sa", "so"]
    return Set(names.flatMap { name in (3...name.count).map { String(name.prefix($0)) } } + short)
      .subtracting(MonthNames.months.keys)
  }()
}
