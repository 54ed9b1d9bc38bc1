extension Capability {
  /// Plain words of praise and blame in the trades that customers write to, and plain words without either.
  static let vocabulary = Capability(
    "vocabulary",
    [
      .label(
        .positive,
        of:
          "The {bank clerk|nurse|receptionist|delivery driver|teacher|shop assistant} was {friendly|very helpful|kind}."
      ),
      .label(
        .positive, of: "{Excellent|Fantastic|Wonderful|Superb} {phone coverage|hotel|language school|energy supplier}."),
      .label(.positive, of: "I love {my new phone|this bank|the new app|this hotel}."),
      .label(.positive, of: "{Fast delivery|Quick refund|Easy check-in|Simple setup}, {very happy|well done}."),
      .label(
        .negative,
        of:
          "The {bank clerk|nurse|receptionist|delivery driver|teacher|shop assistant} was {rude|unhelpful|unfriendly}."),
      .label(
        .negative, of: "{Terrible|Awful|Appalling|Useless} {phone signal|insurance company|energy supplier|software}."),
      .label(
        .negative, of: "I {hate|regret buying|am disappointed with|am fed up with} {this phone|your software|the game}."
      ),
      .label(.negative, of: "The {hotel room|waiting room|changing room|ward} was {filthy|dirty|disgusting}."),
      .label(.neutral, of: "The {policy|tariff|contract|subscription} {runs for twelve months|starts on 1 May}."),
      .label(
        .neutral,
        of: "The {branch|clinic|hotel|shop} {has two entrances|is on the second floor|is next to the station}."),
    ])
}
