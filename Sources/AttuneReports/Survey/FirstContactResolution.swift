import AttuneStatistics

/// How often one contact was enough. Both definitions are in use and give different figures, so each is named by what it
/// divides by (Feinberg et al. 2000, "Operational determinants of caller satisfaction in the call center").
package struct FirstContactResolution: Sendable, Hashable {
  /// Cases.
  package private(set) var all = 0
  package private(set) var resolved = 0
  package private(set) var resolvedOnFirst = 0
  /// Cases of which no contact was counted: what some exports write for those that took no further one.
  private(set) var withoutContact = 0

  package init() {}

  /// - Parameter contacts: how many contacts the case took so far, from 1, where 0 counts as 1; nil when nobody counted, and then the case is not
  ///   counted either.
  package mutating func append(isResolved: Bool, contacts: Int?) {
    guard let contacts else { return }
    all += 1
    if contacts == 0 { withoutContact += 1 }
    if isResolved { resolved += 1 }
    if isResolved, contacts <= 1 { resolvedOnFirst += 1 }
  }

  package mutating func merge(_ other: FirstContactResolution) {
    all += other.all
    withoutContact += other.withoutContact
    resolved += other.resolved
    resolvedOnFirst += other.resolvedOnFirst
  }

  /// - Parameter part: cases that are among these.
  mutating func subtract(_ part: FirstContactResolution) {
    all -= part.all
    withoutContact -= part.withoutContact
    resolved -= part.resolved
    resolvedOnFirst -= part.resolvedOnFirst
  }

  /// Of the cases that were resolved (net).
  package var ofResolved: Proportion { Proportion(resolvedOnFirst, of: resolved) }

  /// Of all cases, resolved or not (gross).
  package var ofAll: Proportion { Proportion(resolvedOnFirst, of: all) }
}
