import Testing

@testable import AttuneCare

/// The situation is recognised before the reply is judged.
@Suite struct SituationTests {
  private var coach: ReplyCoach { ReplyCoachTests.coach }

  @Test(arguments: [
    ("My wife passed away in April and you still call her.", "bereavement"),
    ("We buried my dad on Monday. Please close his contract.", "bereavement"),
    ("I broke my ankle on your icy stairs.", "illness"),
    ("My son was vomiting all night after your burger.", "illness"),
    ("The charger caught fire on my bed.", "safety"), ("There was a piece of metal in my soup!", "safety"),
    ("Somebody used my card in Lima, I never made these payments.", "theft"),
    ("My camera was stolen from the locker.", "theft"),
    ("Your driver made a racist joke about my son.", "discrimination"),
    ("The heating is off for 4 days with a newborn, is anyone there?", "vulnerable"),
    ("I got laid off and can't pay the rate this month.", "money"),
    ("The cake for her birthday never came.", "celebration"), ("The dishwasher leaks again.", "trouble"),
    ("Sam at the desk was wonderful, thank you so much!", "praise"), ("Do you open on Sundays?", "question"),
    // Words that only look grave.
    ("My phone died after one day, I want a refund.", "trouble"), ("The battery is dead again.", "trouble"),
    ("I'm sick of waiting for the app to load.", "trouble"),
    ("The cash machine swallowed my card and kept it.", "trouble"),
    ("The cheesecake collapsed in the oven, so your tin is no good.", "trouble"),
    ("My engagement ring fell into your hot tub and is gone.", "trouble"),
    ("It's a bit late and the app is slow.", "trouble"),
    ("Where is it? The parcel should have been here on Friday.", "trouble"),
    ("Are you open on Sunday, and from when? Thanks, Ines", "question"),
    ("It was a scam and 4,000 is missing from my savings.", "theft"),
    ("Your clinic emailed my test results to another patient's inbox.", "theft"),
    // What somebody is counts beside what somebody did to them.
    ("I am black. Your driver refused to let me on the bus.", "discrimination"),
    ("My husband is Indian and your staff asked us to leave the pool.", "discrimination"),
    ("As a trans woman I was asked to leave the changing room.", "discrimination"),
    ("I am black and my parcel is late.", "trouble"),
    ("The agent refused to help and asked me to leave the chat.", "trouble"),
    ("I ordered black shoes and got white ones.", "trouble"),
    ("Your courier keeps texting my 14-year-old daughter.", "discrimination"),
    ("The clerk wrote 'ugly cow' on my bag.", "discrimination"),
  ])
  func situationsAreRecognised(_ message: String, _ situation: String) {
    #expect(coach.assess("Hello.", customer: message).situation == situation, "\(message)")
  }

  @Test func aProblemWithoutAFeelingIsScored() {
    #expect(coach.assess("Hello.", customer: "heating off for 4 days with a newborn, is anyone there?").score != nil)
  }

  @Test func condolenceComesBeforeLogistics() throws {
    let message = "My mother died last week. Please cancel her phone contract."
    let first = coach.assess(
      "I am so sorry for the loss of your mother. I have cancelled her contract today.", customer: message)
    let last = coach.assess(
      "I have cancelled the contract today. I am so sorry for the loss of your mother.", customer: message)
    let none = coach.assess("I have cancelled your mother's contract today.", customer: message)
    #expect(first.needs.first?.level == 2)
    #expect(last.needs.first?.level == 1)
    #expect(none.needs.first?.level == 0)
    #expect(try #require(first.score) > (try #require(last.score)))
    #expect(try #require(last.score) > (try #require(none.score)))
  }

  @Test(arguments: [
    "Cheers and have a great day!", "Sorry for any inconvenience caused.", "Here is 10 off your next order.",
  ])
  func whatIsOutOfPlaceInAGraveSituation(_ reply: String) {
    #expect(coach.assess(reply, customer: "My father died. Please close his account.")[.wrongTone] == 2)
  }

  @Test func praiseIsNoComplaint() {
    let assessment = coach.assess("Thanks!", customer: "Lena in the bakery is the kindest person, thank you so much!")
    let unfit: [RubricItem] = [.apologize, .solution, .ownership, .validate]
    #expect(assessment.suggestions.allSatisfy { !unfit.contains($0.item) })
  }

  // MARK: Suggestions

  private static let messages = [
    "Father died. Your letters go on.", "I smell gas in the cellar!", "My ring was stolen in your hotel.",
    "lol your wifi is called prison break", "THE APP IS DOWN AGAIN!!!", "best pizza in town, thank you!",
    "I'm so angry.",
    "my second parcel is missing and the first one was open", "Why was I charged 40 for returns? Tom",
    "Your guard called my husband a slur.", "the cake for our golden wedding said happy 5th", "help",
  ]

  @Test(arguments: messages) func suggestionsCanBeSent(_ message: String) {
    for channel in Channel.allCases {
      let assessment = coach.assess("OK.", customer: message, channel: channel)
      #expect(assessment.suggestions.count <= 3)
      let examples = assessment.suggestions.compactMap(\.example)
      #expect(Set(examples).count == examples.count)
      for example in examples {
        #expect(!example.contains { "{}[]\u{2026}".contains($0) }, "\(example)")
        #expect(!example.contains("with this") && !example.contains("about this"), "\(example)")
        #expect(example.first?.isUppercase == true && ".?,".contains(example.last ?? " "), "\(example)")
      }
    }
  }

  @Test func suggestionsNameTheThing() throws {
    let coach = ReplyCoach(phraseBook: .whole, model: try .shipped())
    let assessment = coach.assess(
      "Hi Ann, I am so sorry that this went wrong. It is my fault, and that must be worrying.",
      customer: "My second parcel is missing and I am worried. Ann", channel: .email)
    let examples = assessment.suggestions.compactMap(\.example).joined(separator: " ")
    #expect(examples.contains("your second parcel"), "\(examples)")
  }

  @Test func whatIsThereIsNotSuggested() {
    let reply = "I am so sorry for your loss. I will take care of everything, and there is no form to fill in."
    let assessment = coach.assess(reply, customer: "My father died. Please close his account.")
    #expect(!assessment.suggestions.contains { $0.need == "condolence" })
    #expect(assessment.suggestions.allSatisfy { $0.example.map { !reply.contains($0) } ?? true })
  }

  // MARK: The file

  private static let small = """
    situations:
      trouble: {gravity: 1, default: trouble, needs: hand, wrong: cheer}
      flood: {gravity: 3, shows: flooded cellar, needs: hand}
    needs:
      hand: {item: ownership, points: 5, advice: Lend a hand., found: my hand}
    tones: {cheer: yay}

    """

  @Test func aFileOfOnesOwnIsTaken() throws {
    // A cue without a level is a weak one; two of them show it.
    let text = Self.small.replacing("shows: flooded cellar", with: "shows: {strong: flooded cellar}")
    let rubric = try Rubric.standard.with(situations: text)
    let coach = ReplyCoach(rubric: rubric, model: nil)
    let assessment = coach.assess("Yay!", customer: "We have a flooded cellar.")
    #expect(assessment.situation == "flood")
    #expect(assessment.needs == [.init(name: "hand", level: 0)])
    #expect(assessment.suggestions.first?.need == "hand")
  }

  @Test(arguments: [
    ("gravity: 1, ", "gravity: 1, colour: red, "), ("gravity: 1, ", ""), ("gravity: 1, ", "gravity: 9, "),
    ("needs: hand, wrong", "needs: foot, wrong"), ("wrong: cheer", "wrong: gloom"),
    ("default: trouble", "default: joy"),
    ("item: ownership", "item: smile"), ("found: my hand", "found: (my hand"), ("found: my hand", "found: <nobody>"),
    ("points: 5", "points: many"), ("tones:", "moods:"), ("situations:", "states:"), ("trouble: {", "\"a,b\": {"),
  ])
  func damageIsRefused(_ from: String, _ to: String) {
    #expect(throws: RubricError.self) {
      try Rubric.standard.with(situations: Self.small.replacing(from, with: to, maxReplacements: 1))
    }
  }

  @Test func anUnknownKeyIsNamed() {
    let text = Self.small.replacing("gravity: 3", with: "gravity: 3, weight: 4")
    let error = #expect(throws: RubricError.self) { try Rubric.standard.with(situations: text) }
    #expect("\(error.map { "\($0)" } ?? "")".hasPrefix("'situations.flood' has no 'weight'"))
  }
}
