/// Names of months and weekdays in English, German, French and Spanish, as `FieldCursor.letters` gives them.
enum MonthNames {
  /// By their names and by every beginning of three letters or more that means one month only.
  static let months: [String: Int] = {
    let names = [
      ["january", "januar", "jaenner", "janner", "janvier", "enero"], ["february", "februar", "fevrier", "febrero"],
      ["march", "marz", "maerz", "mars", "marzo", "mrz"], ["april", "avril", "abril"], ["may", "mai", "mayo"],
      ["june", "juni", "juin", "junio"], ["july", "juli", "juillet", "julio"], ["august", "aout", "agosto"],
      ["september", "septembre", "septiembre", "setiembre"], ["october", "oktober", "octobre", "octubre"],
      ["november", "novembre", "noviembre"], ["december", "dezember", "decembre", "diciembre"],
    ]
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
      "samedi", "dimanche", "lunes", "martes", "miercoles", "jueves", "viernes", "sabado", "domingo",
    ]
    let short = ["mo", "di", "mi", "do", "fr", "sa", "so"]
    return Set(names.flatMap { name in (3...name.count).map { String(name.prefix($0)) } } + short)
      .subtracting(MonthNames.months.keys)
  }()
}
