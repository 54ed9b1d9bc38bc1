import Attune
import AttuneStatistics
import Foundation
import Testing

@testable import AttuneCare

@Suite struct ReplyCoachTests {
  static let coach: ReplyCoach = {
    do { return ReplyCoach(model: try Model.shipped()) } catch { fatalError("\(error)") }
  }()
  private var coach: ReplyCoach { Self.coach }

  @Test func tellsTheBetterReplyOfPairs() throws {
    // The floors are below what was measured (develop 100 %, held out 98.8 %, whole replies 98.3 %), so that a change may
    // cost a pair.
    for (name, floor) in [("develop", 0.97), ("heldout", 0.95), ("whole", 0.95)] {
      let pairs = try ReplyPair.all(name)
      #expect(pairs.count >= 60)
      let right = try pairs.count { pair in
        let channel = try #require(Channel(rawValue: pair.channel))
        let better = try #require(coach.assess(pair.better, customer: pair.customer, channel: channel).score)
        let worse = try #require(coach.assess(pair.worse, customer: pair.customer, channel: channel).score)
        return better > worse
      }
      #expect(Double(right) / Double(pairs.count) >= floor, "\(name): \(right) of \(pairs.count)")
    }
  }

  /// Sentences as trainers put them, written without a look at the cues: 135 of 139 were found at once.
  @Test func findsItemsInPhrasesOfTrainers() throws {
    let phrases = try ReplyPair.phrases()
    let found = try phrases.count { name, phrase in
      let item = try #require(RubricItem(rawValue: name))
      let customer = """
        My parcel sat in the depot for two weeks, the driver left it in the rain, the screen is cracked, nobody called me \
        back and the invoice was charged twice. I am so disappointed and angry.
        """
      return coach.assess(phrase, customer: customer, channel: .email)[item] > 0
    }
    #expect(Double(found) / Double(phrases.count) >= 0.95, "\(found) of \(phrases.count)")
  }

  @Test func pairsCoverAllItemsAndChannels() throws {
    let pairs = try ReplyPair.all("develop") + ReplyPair.all("heldout")
    #expect(Set(pairs.map(\.channel)) == Set(Channel.allCases.map(\.rawValue)))
    for item in RubricItem.allCases { #expect(pairs.contains { $0.item == item.rawValue }, "\(item)") }
  }

  @Test(arguments: [
    ("Hi Ann!", RubricItem.greeting, 2),
    ("Hello, we are open.", .greeting, 1),
    ("It is completely understandable that you are cross.", .validate, 2),
    ("That must have been exhausting, with the letter lost.", .empathy, 2),
    // What could have been sent to anybody is there, not clearly there.
    ("That must have been exhausting.", .empathy, 1),
    ("That can't have been exhausting.", .empathy, 0),
    ("I'm so sorry that we lost your letter.", .apologize, 2),
    ("Sorry for any inconvenience caused.", .apologize, 1),
    ("We got this wrong.", .ownership, 2),
    ("I will trace the lost letter by Friday.", .solution, 2),
    ("I will refund you by Friday.", .solution, 1),
    ("Could you tell me what you saw?", .openQuestion, 2),
    ("Is there anything else I can help with?", .openQuestion, 0),
    ("Thank you for telling us.", .gratitude, 2),
    ("If it happens again, just call me.", .close, 2),
    ("Calm down.", .dismissive, 2),
    ("As I already said, it is closed.", .dismissive, 2),
    ("That is not our problem.", .dismissive, 2),
    ("Your satisfaction is very important to us.", .canned, 2),
    ("You should have read the manual.", .blame, 2),
    ("It is not your fault.", .blame, 0),
    ("I guarantee that it will never happen again.", .overpromise, 2),
    ("I can't guarantee that it arrives today.", .overpromise, 0),
    ("PLEASE READ THE LETTER AGAIN!!!", .shouting, 2),
    ("The FNOL is with the TPA.", .jargon, 2),
    // Acts toward the customer, and what only looks like them.
    ("You shouldn't have been charged.", .blame, 0),
    ("You should have received it on Monday.", .blame, 0),
    ("Please tell me what you lost.", .blame, 0),
    ("That was the customers' own fault.", .blame, 2),
    ("Because you opened it, the guarantee is void.", .blame, 2),
    ("You will have to learn to read the label.", .blame, 2),
    ("Customers are asked to check the parcel.", .blame, 2),
    ("It's not you.", .dismissive, 0),
    ("You don't need to do anything.", .dismissive, 0),
    ("It can be there the same day.", .dismissive, 0),
    ("It's only a short walk from the station.", .dismissive, 0),
    ("I'm sorry you feel that way.", .dismissive, 2),
    ("I'm sorry you feel that way.", .empathy, 0),
    ("I'm sorry you feel that way.", .apologize, 0),
    ("By the way, we open at nine.", .gratitude, 0),
    ("Thanks, Kim, Billing Team", .gratitude, 0),
    ("Your QZX, the number on the bill, is wrong.", .jargon, 0),
    ("The QZX is late. The QZX is lost.", .jargon, 1),
  ])
  func findsItems(_ reply: String, _ item: RubricItem, _ level: Int) {
    #expect(coach.assess(reply, customer: "Your courier lost my letter and I am angry.", channel: .chat)[item] == level)
  }

  @Test func showsTheWordsThatEarnedAnItem() throws {
    let reply = "F\u{FC}r dich. That must be frustrating."
    let assessment = coach.assess(reply, customer: "It broke again.", channel: .email)
    let evidence = try #require(assessment.evidence.first { $0.item == .empathy })
    let words = String(decoding: Array(reply.utf8)[evidence.start..<evidence.end], as: UTF8.self)
    #expect(words.contains("must be"))
    #expect(assessment.evidence.allSatisfy { 0 <= $0.start && $0.start < $0.end && $0.end <= reply.utf8.count })
  }

  @Test func takesUpTheCustomersWords() {
    let customer = "I ordered blue curtains in March and got green ones. Regards, Olga"
    let taken = coach.assess("You ordered blue curtains, Olga, and got green ones.", customer: customer)
    #expect(taken[.acknowledge] == 2)
    #expect(taken[.personal] == 2)
    let general = coach.assess("We have looked at the matter.", customer: customer)
    #expect(general[.acknowledge] == 0)
    #expect(general[.personal] == 0)
  }

  @Test func seesAWrongTone() {
    let angry = "You lost my parcel and I am furious."
    #expect(coach.assess("Have an awesome day! 🎉", customer: angry, channel: .chat)[.wrongTone] == 2)
    #expect(
      coach.assess("Have an awesome day! 🎉", customer: "You are wonderful, thanks!", channel: .chat)[.wrongTone] == 0)
    let praise = "The team was wonderful, thank you so much!"
    #expect(coach.assess("We apologize for the trouble.", customer: praise)[.wrongTone] == 2)
    #expect(coach.assess("We apologize for the trouble.", customer: angry)[.wrongTone] == 0)
  }

  @Test func keepsPrivateDataOutOfPublic() {
    let reply = "Your card ending 4821 was charged, we wrote to ann@example.com."
    #expect(coach.assess(reply, customer: "I was charged twice!", channel: .social)[.privateData] == 2)
    #expect(coach.assess(reply, customer: "I was charged twice!", channel: .email)[.privateData] == 0)
    #expect(coach.assess("Call us on 0800 123 4567.", customer: "It is broken!", channel: .social)[.privateData] == 0)
    for reply in [
      "Your diabetes medication is ready.", "You are 80 pounds in arrears.", "Your wife Karla cancelled it.",
      "We left it at 7 Linden Close.",
    ] {
      #expect(coach.assess(reply, customer: "It is broken!", channel: .social)[.privateData] == 2, "\(reply)")
    }
    #expect(coach.assess("Our shop is at 7 Linden Close.", customer: "Where?!", channel: .social)[.privateData] == 0)
  }

  @Test func politeButImpersonalIsFifty() throws {
    let customer = "My order has not arrived and it should have been here last week. I am annoyed. Eva"
    let replies: [(Channel, String)] = [
      (.email, "Hello, thank you for your message. I have forwarded it to the shipping department. Best regards"),
      (.chat, "Hi, thanks for your message. Your parcel is on its way."),
      (.phone, "Good afternoon. Your order has left our warehouse and takes two more days."),
      (.social, "Hi there, thanks for your message. Your order is on its way to you."),
    ]
    for (channel, reply) in replies {
      let score = try #require(coach.assess(reply, customer: customer, channel: channel).score)
      #expect((33...67).contains(score), "\(channel): \(score)")
    }
  }

  @Test func channelsDiffer() throws {
    let customer = "The app crashes every time I open it, so annoying"
    let short = "Totally. Let's take care of that."
    let chat = try #require(coach.assess(short, customer: customer, channel: .chat).score)
    let email = try #require(coach.assess(short, customer: customer, channel: .email).score)
    #expect(chat > 50)
    #expect(email < 50)
  }

  @Test func suggestsAtMostThreeAndNamesWhatItIsAbout() throws {
    let coach = ReplyCoach(phraseBook: .whole, model: try .shipped())
    let assessment = coach.assess("OK.", customer: "My parcel is lost and I'm so worried.", channel: .email)
    #expect(assessment.suggestions.count == 3)
    #expect(assessment.feeling == .worry)
    #expect(assessment.aspect == "delivery")
    let examples = assessment.suggestions.compactMap(\.example).joined()
    #expect(examples.contains("worr"))
    #expect(!examples.contains("{"))
  }

  // MARK: What cannot be scored

  @Test(arguments: [
    "What time do you open on Sunday?", "Please send me two more catalogues.", "Do you ship to Norway?",
  ])
  func leavesOutMessagesWithoutFeelingOrProblem(_ customer: String) {
    let assessment = coach.assess("We open at nine.", customer: customer)
    #expect(assessment.score == nil)
    #expect(assessment.reason == .notApplicable)
    #expect(assessment.suggestions.isEmpty)
  }

  @Test func saysWhatIsNotJudgedWithoutTheCustomer() {
    for customer in [nil, "", " \n"] {
      let assessment = coach.assess("Thank you for waiting, I will call you today.", customer: customer)
      #expect(assessment.score != nil)
      #expect(assessment.notJudged == [.acknowledge, .openQuestion, .personal, .wrongTone])
    }
  }

  @Test(arguments: ["", " \n\t ", "> I am angry\n> very", "--\nAnn Smith\nService", "On Monday Ann wrote:\n> hello"])
  func findsNoWordsOfItsOwn(_ reply: String) {
    #expect(coach.assess(reply, customer: "I am angry").reason == .empty)
  }

  @Test func leavesOutQuotedTextAndSignature() {
    let quoted = "Thank you, Ann.\n\nOn 3 May 2024, Ann wrote:\n> calm down, you should have read the manual\n"
    let assessment = coach.assess(quoted, customer: "It is broken. Ann")
    #expect(assessment[.dismissive] == 0)
    #expect(assessment[.blame] == 0)
    #expect(assessment[.gratitude] > 0)
    let signed = "I will call you today.\n-- \nCalm Down Ltd"
    #expect(coach.assess(signed, customer: "It is broken.")[.dismissive] == 0)
    let between = "> calm down\nI will call you today.\n> it is not our problem"
    #expect(coach.assess(between, customer: "It is broken.")[.solution] > 0)
    #expect(coach.assess(between, customer: "It is broken.")[.dismissive] == 0)
  }

  @Test func leavesOutOtherLanguages() {
    let german = "Es tut mir sehr leid, dass Ihre Bestellung noch nicht angekommen ist."
    #expect(coach.assess(german, customer: "Where is my parcel?? I'm annoyed.").reason == .foreignReply)
    #expect(coach.assess("I'm sorry about that.", customer: german).reason == .foreignCustomer)
  }

  @Test func standsAnyBytes() {
    var generator = SeededGenerator(seed: 7)
    for length in [1, 3, 17, 200, 5000] {
      let bytes = (0..<length).map { _ in UInt8.random(in: 0...255, using: &generator) }
      let text = String(decoding: bytes, as: UTF8.self)
      let assessment = coach.assess(text, customer: text, channel: .social)
      #expect(assessment.levels.allSatisfy { (0...2).contains($0) })
      #expect(assessment.evidence.allSatisfy { $0.start < $0.end && $0.end <= text.utf8.count })
    }
  }

  @Test(arguments: [("My coffee machine is broken again.", "product"), ("The phone bill is wrong.", "billing")])
  func theLastNounOfACompoundIsMeant(_ customer: String, _ aspect: String) {
    #expect(coach.assess("Sorry.", customer: customer, channel: .chat).aspect == aspect)
  }

  /// Of this thread alone, which other work on the machine does not lengthen.
  private func processorTime(_ body: () -> Void) -> Duration {
    let start = Self.threadTime
    body()
    return .nanoseconds(Self.threadTime - start)
  }

  private static var threadTime: Int {
    var time = timespec()
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
    return time.tv_sec * 1_000_000_000 + time.tv_nsec
  }

  /// A reply of five times the length takes about five times as long: a ratio, so that it holds on any machine.
  @Test(arguments: [
    "I am sorry for the delay, Ann. I will refund you today? ", "Sorry, thanks, hello Ann! ", "sorry ",
    "Why is the parcel late? ",
  ])
  func timeGrowsWithTheReply(piece: String) {
    let coach = ReplyCoach(model: nil)
    let customer = "Where is my parcel? I am annoyed about the delay and want a refund today. Ann"
    func time(_ count: Int) -> Duration {
      let reply = String(repeating: piece, count: count)
      return (0..<3).map { _ in processorTime { _ = coach.assess(reply, customer: customer) } }.min()!
    }
    _ = time(100)
    #expect(time(1000) < time(200) * 12 + .milliseconds(50))
  }
}
