extension Capability {
  /// The clause that carries the verdict wins over the one that concedes.
  static let butClauses = Capability(
    "but clauses",
    [
      .label(
        .positive,
        of:
          "The {room|shop|clinic|cabin} is {small|a bit old}, but {the staff are wonderful|we loved every minute there}."
      ),
      .label(
        .negative,
        of:
          "The {staff|waiters|people} were {friendly|nice}, but {the food made us ill|we will never come back|our order never came}."
      ),
      .label(.positive, of: "{Not cheap|Expensive|A little pricey|A long drive}, but worth {every penny|it}."),
      .label(
        .negative,
        of:
          "{Nice design|Pretty colour|Good idea|Lovely packaging}, but {it broke after a day|it is completely useless}."
      ),
      .label(
        .negative,
        of: "Although the {bag|lamp|kettle|watch} looks {great|lovely}, it {fell apart|stopped working} within a week."),
      .rise(
        from: "The {waiter|nurse|clerk|mechanic} was friendly but {slow|clumsy}.",
        to: "The {waiter|nurse|clerk|mechanic} was {slow|clumsy} but friendly."),
    ])

  /// Then and now.
  static let temporalContrast = Capability(
    "temporal contrast",
    [
      .label(.negative, of: "This {bakery|hotel|bank|airline} used to be {great|excellent|my favourite|so good}."),
      .label(
        .negative,
        of: "Ever since the update the {app|tablet|game|printer} {crashes|freezes} {all the time|every few minutes}."),
      .label(.positive, of: "{The lift|My card|The heating|The online form} finally works again{, thank you|!}"),
      .label(
        .positive,
        of:
          "The {canteen|website|bus service|clinic} was {bad|awful|poor} last year, now it is {excellent|great|a pleasure}."
      ),
      .label(.positive, of: "The app no longer {crashes|freezes|logs me out}, {well done|good job}."),
      .label(.negative, of: "The {printer|card|charger|remote} no longer {works|does anything}."),
    ])

  /// Who is better than whom decides, not the word of praise.
  static let rivals = Capability(
    "rivals",
    [
      .label(
        .positive,
        of: "You are {so much|far|way} better than my {old bank|previous dentist|last insurer|former supplier}."),
      .label(
        .positive,
        of:
          "I switched to you from {another network|another supplier|a big bank} and {have never looked back|could not be happier}."
      ),
      .label(
        .negative,
        of: "My {old bank|previous dentist|last insurer|former supplier} was {so much|far|way} better than you."),
      .label(
        .negative,
        of: "{Even the cheapest|Any other|Every other} {hotel|courier|network|garage} is better than this one."),
      .label(
        .negative,
        of: "I am {moving|going|switching} to {a competitor|another bank}, they {answer the phone|at least listen}."),
      .label(
        .neutral,
        of:
          "{Plan A costs 10 euros, plan B costs 12|The small box holds six, the large one twelve|How do the two tariffs differ?|What does the gold card have that the basic card does not?}"
      ),
    ])

  /// Praise for what is not, and the other way round.
  static let wishes = Capability(
    "wishes and conditionals",
    [
      .label(
        .negative,
        of: "I wish {the app worked|somebody answered the phone|I had read the reviews first|I had never signed up}."),
      .label(
        .negative,
        of:
          "It would be {nice|great|lovely|good} if {somebody answered the phone|the bus came on time|you read my emails}."
      ),
      .label(
        .negative,
        of: "We would have {loved|enjoyed} the {stay|holiday} if the {shower|air conditioning|lift|heating} had worked."
      ),
      .label(
        .positive, of: "I would {come back|recommend them|buy it again} {any time|in a heartbeat|without hesitation}."),
      .label(.positive, of: "I wish every {bank|garage|hospital|school} was {like this|as good as this one}."),
      .label(
        .neutral,
        of: "If the {parcel|plumber|letter|catalogue} comes {before noon|on Friday}, please ring the neighbour."),
    ])
}
