import Testing

@testable import AttuneCare

/// A reply is judged by what it answers.
@Suite struct RelevanceTests {
  private var coach: ReplyCoach { ReplyCoachTests.coach }

  private static let messages = [
    "The kettle that I bought from you leaks at the bottom. Second one already. Petra",
    "My brother died on Sunday and your insurance still debits his account.",
    "There is a smell of gas next to the cooker that your fitter connected.",
    "Your guard searched my bag and nobody else's. I was the only black customer in the shop.",
    "my bike was stolen out of your guarded garage, the camera must have seen it",
    "The groom's suit came in the wrong size and the wedding is on Saturday!!",
    "I lost my job and cannot pay the March instalment, what now?",
    "Grandma is 86 and her stairlift has been stuck since Friday, she sleeps in the armchair",
    "The night bus never came and I walked nine kilometres in the rain.",
    "Why does the newsletter still arrive after I have unsubscribed four times?",
    "The waiter spilled soup on my laptop and just laughed.",
    "My daughter is in hospital since she ate your chicken wrap.",
  ]

  private static let templates = [
    """
    Hi, I'm so sorry to hear about this, that must be really frustrating and I completely understand how you feel. We got \
    this wrong. I will sort it out today by 5 pm and call you personally. What else can I do for you? Thank you for telling us!
    """,
    """
    Dear customer, I am truly sorry for what happened, you have every right to be upset. I take full responsibility, I \
    am on it now and you will hear from me by tomorrow noon. Thank you for your patience, I really appreciate it.
    """,
    """
    Hello, I can only imagine how stressful this has been for you. That should never have happened. I will look into \
    everything myself today, fix it, and write to you this afternoon. How are you holding up?
    """,
  ]

  @Test func templatesThatFitAnythingStayLow() throws {
    for message in Self.messages {
      for template in Self.templates {
        for channel in Channel.allCases {
          let assessment = coach.assess(template, customer: message, channel: channel)
          let score = try #require(assessment.score)
          #expect(score <= 60, "\(score) for \(message)")
          #expect(assessment[.solution] < 2)
        }
      }
    }
  }

  /// Templates with names, sums and hours in them, and words that are in many messages.
  private static let detailed = [
    """
    Hello and thank you so much for getting in touch. I can see why you are upset about your order, and I am sorry that we let \
    you down. I have already spoken to my manager, and I will personally make sure that the delivery and the payment are put \
    right today. I'll ring you at 4 pm. What would help you most?
    """,
    """
    I'm sorry. You should not have to write to us about this. I have read every word of your message, I have passed it to Anna \
    in our team and she will phone you tomorrow at 10. If there is anything you need before then, my direct line is \
    0800 123 456. Tom
    """,
    """
    Hi there, so sorry about the trouble with your item! I've checked your account, I've refunded the money to your card and \
    I've sent a new one by express, it will arrive tomorrow morning. Is there anything else that I can do?
    """,
  ]

  @Test func detailsMakeNoAnswerOfATemplate() throws {
    let messages =
      Self.messages + [
        "Your driver left my crate of jars in the rain and it is ruined.",
        "My uncle died in May. Please end his phone contract.",
        "The toaster trips the fuse every morning, and the shop laughs at me.",
        "Somebody broke into the cabin while your caretaker slept.",
      ]
    for message in messages {
      for template in Self.detailed {
        for channel in Channel.allCases {
          let score = try #require(coach.assess(template, customer: message, channel: channel).score)
          #expect(score <= 60, "\(score) for \(message)")
        }
      }
    }
  }

  /// 144 of these, which have every item that helps, names, sums and hours.
  @Test func templatesPutTogetherOfGoodSentencesStayLow() throws {
    let openings = [
      "Hi Ann,",
      "Good morning Ann,",
      "Dear Ann,",
      "Hello Ann, thanks for writing.",
      "Ann, thank you for getting in touch.",
    ]
    let apologies = [
      "I'm so sorry about this.",
      "I'm truly sorry, this should never have happened.",
      "I apologise from the bottom of my heart.",
      "Sorry, that is on us, and I mean it.",
      "I'm really sorry that we let you down.",
      "We got this wrong, and I'm sorry.",
    ]
    let sympathies = [
      "Anyone would be upset about that.",
      "You have every right to be angry.",
      "I'd feel exactly the same in your place.",
      "That must be really frustrating.",
      "What a day you've had.",
      "Nobody should have to go through that.",
      "I can only imagine how stressful this has been.",
      "It makes complete sense that you're cross.",
    ]
    let echoes = [
      "I've read everything you wrote, every word of it.",
      "I can see exactly what happened from your message.",
      "You told us clearly what went wrong.",
      "I hear you, and I see how much this matters to you.",
      "Your message landed on my desk and I stopped everything else.",
    ]
    let steps = [
      "I'm looking after this myself from start to finish.",
      "I will sort it out today by 5 pm.",
      "I've already started on it and it'll be done by noon tomorrow.",
      "I've put £20 on your account for the trouble.",
      "I've escalated it to Priya, our head of service, who has promised an answer by Tuesday.",
      "My colleague Tom is on it right now and will fix it within the hour.",
      "I've made a note, number 48213, and I'll follow it up on Friday.",
      "I'll speak to the team this afternoon and make sure it's put right.",
    ]
    let questions = [
      "What would help you most right now?",
      "What would be the best outcome for you?",
      "How can I make this right?",
      "Is there anything I've missed?",
    ]
    let closes = [
      "I'll ring you tomorrow at ten; my direct line is 0800 555 019.",
      "Write back to me here any time. Sam",
      "I'll write again on Friday, whatever happens. Best, Ellie",
      "You can reach me on 020 7946 0321 until six. Kind regards, Omar",
      "I won't close this until you tell me you're happy. Nina",
    ]
    for (number, message) in Self.messages.enumerated() {
      for turn in 0..<12 {
        // Other sentences beside each other with every turn.
        let place = 12 * number + turn
        let template = [
          openings[place % openings.count], apologies[place % apologies.count],
          sympathies[place / 2 % sympathies.count],
          echoes[place / 3 % echoes.count], steps[place % steps.count], steps[(place / 5 + 3) % steps.count],
          questions[place / 4 % questions.count], closes[place / 2 % closes.count],
        ].joined(separator: " ")
        let score = try #require(
          coach.assess(template, customer: message, channel: Channel.allCases[turn % Channel.allCases.count]).score)
        #expect(score <= 60, "\(score) for \(message): \(template)")
      }
    }
  }

  @Test func anAnswerBeatsATemplate() throws {
    let message = Self.messages[0]
    let answer = coach.assess(
      """
      Hi Petra, a second leaking kettle is annoying and I'm sorry. A new one from another batch leaves today and is with you \
      on Thursday. Please keep the old one away from the socket.
      """, customer: message)
    let template = coach.assess(Self.templates[0], customer: message)
    #expect(try #require(answer.score) > (try #require(template.score)) + 10)
    #expect(answer[.solution] == 2)
  }

  @Test func aPromiseWithoutAStepIsNoSolution() {
    let message = "The lamp that you sent me flickers. I'm annoyed."
    let hollow = coach.assess("I will sort this out today.", customer: message)
    #expect(hollow[.solution] == 0)
    #expect(hollow[.overpromise] > 0)
    let step = coach.assess("I will send you another lamp today.", customer: message)
    #expect(step[.solution] == 2)
    #expect(step[.overpromise] == 0)
  }

  @Test func theShareOfPointsIsTold() {
    let assessment = coach.assess(
      "Your refund went out this morning. I'm sorry about the wrong size.",
      customer: "The shoes came in the wrong size. I still wait for my refund, and the second parcel never arrived.")
    #expect(assessment.points.count == 3)
    #expect(assessment.points.count { $0.isTaken } == 2)
    #expect(assessment.points.last.map { !$0.isTaken && $0.text.contains("parcel") } == true)
  }

  @Test(arguments: [
    ("My parcel is lost.", "We are tracing the package."), ("The wifi is down.", "Your internet line is faulty."),
    ("My mum fell ill.", "How is your mother?"), ("I want my money back, refund me.", "It will be reimbursed today."),
  ])
  func synonymsTakeUpAPoint(_ message: String, _ reply: String) {
    #expect(coach.assess(reply, customer: message).points.contains { $0.isTaken }, "\(reply)")
  }

  @Test func aPasteIsNoAnswer() throws {
    let message = "The kettle leaks. I am angry."
    let answer = "I'm sorry that the kettle leaks. I have sent a new one today. "
    let paste = String(repeating: answer, count: 200)
    let score = try #require(coach.assess(paste, customer: message).score)
    #expect(score <= 60)
    #expect(try #require(coach.assess(answer, customer: message).score) > score)
  }

  // MARK: Slots

  @Test(arguments: [
    ("Dear {name}, your order is on its way.", ["{name}"]), ("Hi {{first_name}}!", ["{{first_name}}"]),
    ("Your order [ORDER] left, [Your Name]", ["[ORDER]", "[Your Name]"]), ("Hello <CUSTOMER>,", ["<CUSTOMER>"]),
    ("Dear %FIRST_NAME%,", ["%FIRST_NAME%"]), ("Hello [insert name],", ["[insert name]"]),
  ])
  func unfilledSlotsAreNamed(_ reply: String, _ slots: [String]) {
    let assessment = coach.assess(reply, customer: "My order is late, I'm angry. Ann")
    #expect(assessment.slots == slots)
    #expect(assessment[.canned] == 2)
    #expect(assessment[.greeting] < 2)
  }

  @Test(arguments: [
    "See [1] and [sic].", "a < b and c > d", "<br>Hello<br/>", "50% of 100% off", "{\"id\": 7}",
    "[email] was written to",
    "{ }", "[", "{", "%%", "<", "It is {", "[[]]",
  ])
  func bracketsAreNoSlots(_ reply: String) {
    #expect(coach.assess(reply, customer: "My order is late, I'm angry.").slots.isEmpty)
  }

  @Test func aTemplateOfSlotsAloneIsJudged() {
    let assessment = coach.assess("{greeting} {body} {signature}", customer: "My order is late, I'm angry.")
    #expect(assessment.slots.count == 3)
    #expect(assessment.score.map { $0 < 40 } == true)
  }

  /// Words of a message that a template happens to have, in a phrase that means something else.
  @Test(arguments: [
    ("My bracelet was stolen from the changing room.", "I have taken personal charge of this."),
    ("My bracelet was stolen from the changing room.", "I won't steal more of your time."),
    ("Your courier lost my ring on the way to the jeweller.", "I'll ring you about it."),
    ("The tablet shuts down in the middle of every call.", "I'm sorry that we let you down."),
    ("The tablet shuts down in the middle of every call.", "Our people will sit down with me."),
    ("The radiator gives no heat.", "I'll turn up the heat on the team."),
    ("You keep billing my late husband.", "I know that this is a loss of trust."),
    ("You cancelled our trip a day before we left.", "Step by step and trip by trip we get there."),
    ("The anniversary cake was stale.", "This really takes the cake."),
    ("My medical data went to a stranger.", "I have gone through our data."),
    ("My phone goes dead at noon.", "You can reach me by phone."),
  ])
  func aHomographTakesUpNothing(_ message: String, _ sentence: String) throws {
    let reply = """
      Hi, thank you so much for writing. I'm truly sorry, this must feel awful. \(sentence) I'll be in touch on Friday at noon. What \
      would help you most right now?
      """
    let assessment = coach.assess(reply, customer: message)
    #expect(try #require(assessment.score) <= 60)
    #expect(!assessment.points.contains { $0.isTaken })
  }

  @Test func aListOfThingsTakesUpNone() throws {
    for thing in ["suitcase", "kettle", "pizza", "visa"] {
      let reply = """
        Hi, I'm so sorry about the trouble with your parcel, your \(thing), your flight or your router. That must have been awful. I've \
        taken this on myself and I'll call you by Friday at noon. What would help you most right now?
        """
      #expect(try #require(coach.assess(reply, customer: "My \(thing) is a disgrace.").score) <= 60)
    }
  }

  @Test(arguments: [("My phone died on day two.", "phone"), ("When do I get my refund? It's been a month.", "refund")])
  func theVeryThingIsTakenUp(_ message: String, _ thing: String) {
    let assessment = coach.assess("I'm so sorry about your \(thing). I'll see to it today.", customer: message)
    #expect(assessment.points.contains { $0.isTaken })
  }

  @Test(arguments: ["Still nothing.", "This is unacceptable.", "Help!!!"])
  func whereNothingIsNamedOneAsks(_ message: String) throws {
    let template = coach.assess(Self.templates[0], customer: message, channel: .chat)
    #expect(try #require(template.score) <= 60)
    let asking = coach.assess(
      "Hi, I'm sorry that you had to wait. What happened, and which order is it about? I'm here and I'll look at it right away.",
      customer: message, channel: .chat)
    #expect(try #require(asking.score) > (try #require(template.score)))
  }
}
