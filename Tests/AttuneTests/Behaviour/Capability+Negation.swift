extension Capability {
  /// A negation beside the word that it turns round.
  static let negationNear = Capability(
    "negation, near",
    [
      .label(.negative, of: "The {app|website|booking form|manual} is not {good|helpful|easy to use|useful}."),
      .label(
        .negative,
        of:
          "I {don't like|do not recommend|am not happy with|wasn't impressed by} {this bank|the new tariff|the hotel}."),
      .label(.negative, of: "{Not good|Not happy|Not impressed|Not worth the money}."),
      .label(
        not: .negative,
        of: "The {check-in|claim|installation|registration} wasn't {difficult|complicated|a problem} at all."),
      .label(.positive, of: "This {bakery|garage|hotel|airline} {never disappoints|has never let me down}."),
    ])

  /// Several words between the negation and what it turns round.
  static let negationFar = Capability(
    "negation, far",
    [
      .label(
        .negative,
        of:
          "I {don't think|can't say|wouldn't say|do not believe} that the {repair|course|help line} was {good|any good|satisfactory}."
      ),
      .label(
        .negative,
        of: "None of the {advisers|nurses|technicians|people} I spoke to on {weekday} were {helpful|friendly|polite}."),
      .label(
        .negative,
        of:
          "At no point in {our stay|the whole call|the three weeks|the course} did we feel {welcome|valued|taken seriously}."
      ),
      .label(
        .positive,
        of:
          "I don't think the {nurses|movers|engineers|receptionists} could have been {kinder|more helpful|more patient}."
      ),
      .label(
        .positive,
        of: "Not once in {six visits|two years|all this time|ten orders} have they {let me down|disappointed us}."),
    ])

  /// Praise in the words of complaint.
  static let absenceOfComplaint = Capability(
    "absence of complaint",
    [
      .label(
        .positive,
        of:
          "{No complaints|No complaints at all|Nothing bad to say|I have no complaints} about the {room|delivery|new app}."
      ),
      .label(
        .positive,
        of:
          "{Nothing to complain about here|There was nothing to complain about|I found nothing to complain about|Really nothing to complain about}."
      ),
      .label(.positive, of: "The {food|service|check-in|price} was not bad at all."),
      .label(
        .positive,
        of: "We couldn't be {happier|more pleased|more satisfied} with the {new boiler|course|policy|kitchen}."),
      .label(
        .positive, of: "{I can't fault|You can't fault|Can't fault|I couldn't fault} the {staff|treatment|hotel}."),
      .score(
        above: 0,
        of: "{Zero issues|No problems|Not a single problem|No trouble} with the {router|car|card} so far."),
    ])

  /// Blame in the words of praise.
  static let absenceOfVirtue = Capability(
    "absence of virtue",
    [
      .label(
        .negative,
        of: "The {agent|help line|chat bot|manual} was {no help at all|of no use|no use at all|no help whatsoever}."),
      .label(.negative, of: "There is nothing {good|nice|positive|likeable} about this {bank|hotel|update|school}."),
      .label(
        .negative,
        of: "I have {nothing good|not one good thing|nothing nice} to say about the {course|garage|food|app}."),
      .label(
        .negative, of: "{No apology|No explanation|No reply}, no {refund|solution|compensation|help}."),
      .label(.negative, of: "The staff have no {manners|patience|interest in helping|idea what they are doing}."),
    ])
}
