extension FieldCursor {
  /// Whether a field that names a person names nobody: it is missing, or says "Anonymous", "Guest", "A Google user".
  package var isNobody: Bool { isMissing || (count <= 32 && Self.nobody.contains(lowercased)) }

  private static let nobody: Set<String> = [
    "anonymous", "anon", "anon.", "anonymous user", "anonymous customer", "anonymous visitor", "anonymous guest",
    "(anonymous)", "[anonymous]", "anonymised", "anonymized", "guest", "guest user", "a google user",
    "unknown", "(unknown)", "[unknown]", "unknown user", "unknown customer", "unnamed", "no name", "noname", "nobody",
    "no customer", "not provided", "not given", "not specified", "not available", "not set", "undisclosed", "undefined",
    "withheld", "redacted", "[redacted]", "(none)", "empty", "(empty)", "deleted user", "[deleted]", "n.n.", "xxx",
    "anonym", "unbekannt", "gast", "k.a.", "keine angabe", "ohne namen", "anonyme", "inconnu", "inconnue",
    "non communiqué", "non renseigné", "anónimo", "anonimo", "anónima", "desconocido", "desconocida", "sin nombre",
  ]
}
