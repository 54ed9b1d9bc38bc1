import AttuneCare
import AttuneStreams

/// A place to try drafts.
struct LiveScreen {
  let coach: ReplyCoach
  let customer: String?
  let channel: Channel

  func run() throws {}
}
