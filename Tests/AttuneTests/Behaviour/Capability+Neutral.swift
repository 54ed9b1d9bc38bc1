extension Capability {
  /// Statements without an opinion, among them some with words that sound like one.
  static let plainFacts = Capability(
    "plain facts",
    [
      .label(.neutral, of: "The {cancer|burns|palliative care|trauma} clinic is on level {2|3|5}."),
      .label(.neutral, of: "The policy covers {fire|theft|flood damage|accidental death} up to {50,000|20,000}."),
      .label(
        .neutral, of: "The {complaints|fraud|claims|lost property} department is open until {six|five} on {weekday}."),
      .label(.neutral, of: "We live in {Hope Street|Paradise Road|Pleasant Row|Darkwater Lane}, flat {4|12}."),
      .label(.neutral, of: "The account is in the name of {Love|Grimm|Best|Savage}."),
      .label(.neutral, of: "I ordered two {shirts|chairs|tickets|kettles} on {weekday}."),
    ])

  /// Somebody wants to know or to have something, and is not unhappy.
  static let questions = Capability(
    "questions and requests",
    [
      .label(.neutral, of: "What time does the {branch|pharmacy|pool|shop} {open|close} on {weekday}?"),
      .label(.neutral, of: "Can I {pay by card|add a second driver|bring my dog|change my address online}?"),
      .label(
        .neutral, of: "How do I {reset my password|return a parcel|cancel my subscription|activate the new SIM card}?"),
      .label(
        not: .negative,
        of:
          "Could you please {move my appointment to Friday|confirm the booking|update my phone number|call me on Monday}?"
      ),
      .label(
        not: .negative,
        of: "I would like to {book a table for four|renew my policy|order two more chairs|speak to the accounts team}."),
    ])
}
