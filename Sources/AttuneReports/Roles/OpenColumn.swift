/// A column without a role of which a report could be made all the same, and why nobody but its reader can tell which.
package struct OpenColumn: Sendable, Hashable {
  package enum Reason: Sendable, Hashable {
    /// Whole numbers up to ten: the likelihood to recommend, or satisfaction on a scale of ten.
    case promoterOrScale
    /// Every number from 1 to 5 and no other, under the name of a likelihood to recommend.
    case promoterOrFive
    /// Numbers under the name of a score that are on no scale in use.
    case unknownScale(lowest: Double, highest: Double)
    /// Text besides the one that is taken.
    case otherText
    /// Comments with their dates and authors, who may be agents.
    case logEntries
    /// Text where none is taken.
    case unreadText
    /// Answers to different questions below one another: those to one question are a column elsewhere.
    case severalQuestions
    /// Answers on a scale, whose name does not say what they are for: one aspect of several.
    case item(scale: String)
    /// Numbers up to ten, or a few words, which may be answers.
    case unused
    /// Yes and no that say nothing of how good something was.
    case yesOrNoOfAnything
    /// Means of several answers, or percentages, under the name of a score, and means under that of a time: of these no share
    /// of answers and no median of cases can be taken.
    case means(lowest: Double, highest: Double)
    /// Numbers under the name of a resolution time, of which nothing tells the unit.
    case timeWithoutUnit
    /// When a case was solved, where the time is that of its opening: their difference is how long it took.
    case solvedAt
    /// Another column of dates than the one that is taken.
    case otherTime
    /// When a case was solved, where there is no other time.
    case onlySolvedAt
    /// Dates whose name says that they are of something else than the record, where there is no other time.
    case onlyOtherTime
    /// Under the name of a score, values of which so large a share is none.
    case brokenScore(ColumnRole, share: Double)
    /// Under the name of a score, answers on a scale and a few other numbers, which may stand for none.
    case codes(ColumnRole, scale: String)
    /// Under the name of a score, 0 and 1.
    case zeroOrOne(ColumnRole)
    /// Under the name of a score, yes and no, which may say whether there was an answer.
    case yesOrNo(ColumnRole)
    /// Under the name of whether something was solved, or of a score, 1 and 2 alone.
    case oneOrTwo
    /// Under the name of a resolution time, values of which none is a time.
    case noTimes
    /// A likelihood to recommend in words.
    case promoterInWords
    /// Times of two numbers under the name of a resolution time.
    case openClock
    /// A time that is no resolution time.
    case otherDuration
    /// What tickets are, among values that say neither solved nor not.
    case mixedStates
    /// "3 months ago": there is no day.
    case relativeDates
    /// Under the name of a time, values of which too many are no dates, where there is no other time.
    case undatedTime
    /// What tickets are, without one that is solved, or without one that is not.
    case states
    /// Whether cases are resolved, where all that is filled says yes, or all says no.
    case oneSided(isYes: Bool)
    /// Whether the first contact was enough, where another column says whether cases were resolved.
    case firstContact
    /// Answers of which each row stands for as many as another column says.
    case counted(by: Int)
    /// How many gave each answer, one of whose names is that of the column: "Very happy", "Happy", "Unhappy".
    case countsOfAnswers
    /// A score of effort, whose name does not tell whether it counts ease or effort; it has the role of the score.
    case effortOrEase
    /// The name looks like that of the role, and says something else as well that is not understood: "Resolved late".
    case unclear(ColumnRole)
    /// How often people had to ask, where no column says whether their case was solved.
    case contactsAlone
    /// Nothing so far, under the name of the role.
    case empty(ColumnRole)
    /// Shares under a name that says that cases were resolved: each is that of many.
    case rates(lowest: Double, highest: Double)
    /// Under the name of the role, numbers some of which are no times or counts: below 0, or not whole.
    case brokenNumbers(ColumnRole)
  }

  /// The column's number, from 0.
  package var column: Int
  package var reason: Reason
}
