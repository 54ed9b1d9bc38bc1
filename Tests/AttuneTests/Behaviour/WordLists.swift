/// Words that several templates share, by the name of their slot.
enum WordLists {
  static let all: [String: [String]] = [
    "firstName": ["Anna", "Omar", "Priya", "Kevin", "Mei"],
    "surname": ["Novak", "Okafor", "Lindqvist", "Patel", "Tanaka"],
    "place": ["Leeds", "Toronto", "Nairobi", "Galway", "Perth"],
    "weekday": ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday"],
    "nationality": ["Polish", "Nigerian", "Chinese", "Mexican", "Irish"],
    "relative": ["wife", "husband", "mother", "brother", "daughter"],
    "orderNumber": ["48213", "7-1100-52", "A90417", "330", "XK-77"],
  ]
}
