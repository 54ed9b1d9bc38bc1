import Attune
import AttuneCare
import AttuneStatistics
import Testing

@testable import AttuneReports

/// What a report tells from chance, and what its intervals allow for.
@Suite struct ReportClustersTests {
  private let taxonomy = Taxonomy.shipped

  private struct Record {
    var agent: Int
    var channel = "mail"
    var isSatisfied: Bool
    var minutes = 5.0
    var aspects: [Int] = []
    var tones: UInt16 = 0
  }

  private func report(_ records: [Record], hasClusters: Bool = true) -> ReportSummary {
    var layout = RecordLayout()
    layout.text = "text"
    layout.measured = [.init("score", .satisfaction), .init("minutes", .time)]
    layout.measured[0].scale = Scale(1, 5)
    layout.groups = ["channel"] + (hasClusters ? ["agent"] : [])
    var report = Report(layout, hasClusters: hasClusters)
    for record in records {
      var row = layout.read(
        ["a text", record.isSatisfied ? "5" : "2", "\(record.minutes)", record.channel]
          + (hasClusters ? ["agent \(record.agent)"] : []))
      row.reading = TextReading(
        record.isSatisfied ? .positive : .negative, tones: record.tones,
        aspects: record.aspects.map { .init(number: UInt16($0), feeling: .neutral) })
      report.append(row, path: "f", line: 1)
    }
    return ReportSummary(report)
  }

  /// Agents whose customers are satisfied or not, all of them.
  private func agents(_ count: Int, each records: Int) -> [Record] {
    (0..<count * records).map {
      .init(agent: $0 % count, isSatisfied: $0 % count % 2 == 0, minutes: Double($0 % count))
    }
  }

  private func width(_ figure: ReportSummary.Figure) -> Double { (figure.upper ?? 0) - (figure.lower ?? 0) }

  @Test func tenAgentsSayNoMoreThanTen() throws {
    let all = agents(10, each: 40)
    let (clustered, plain) = (report(all), report(all, hasClusters: false))
    #expect(clustered.clusters == 10 && clustered.clusterColumn == "agent" && plain.clusters == nil)
    for (wide, narrow) in zip(clustered.figures, plain.figures) where wide.value != 0 {
      #expect(wide.value == narrow.value)
      #expect(width(wide) > 3 * width(narrow), "\(wide.name)")
    }
    #expect(abs(width(clustered.groups[0].rows[0].figures[2]) - width(clustered.figures[2])) < 1e-9)
    #expect(try #require(clustered.clusterNote).contains("'agent' being alike (10 values)"))
  }

  /// Whatever is a share of records allows for agents, tones and the scores of those who speak of an aspect as well.
  @Test func everyShareAllowsForAgents() throws {
    let all = (0..<600).map { number -> Record in
      let agent = number % 12
      return Record(
        agent: agent, isSatisfied: agent < 6, aspects: number % 5 < 2 ? [0] : [], tones: agent % 3 == 0 ? 1 << 1 : 0)
    }
    let (clustered, plain) = (report(all), report(all, hasClusters: false))
    let name = ToneTaxonomy.core.labels[1]
    let tones = try [clustered, plain].map { try #require($0.tones.first { $0.name == name }) }
    #expect(tones[0].value == tones[1].value && width(tones[0]) > 2 * width(tones[1]))
    let effects = try [clustered, plain].map { try #require($0.aspects.first?.effects.first) }
    #expect(width(effects[0].with) > 2 * width(effects[1].with))
    #expect(width(effects[0].without) > 2 * width(effects[1].without))
  }

  @Test func agentsWhoAreAlikeWidenNothing() {
    var generator = SeededGenerator(seed: 6)
    let all = (0..<4000).map { Record(agent: $0 % 40, isSatisfied: Int.random(in: 0..<10, using: &generator) < 7) }
    let (clustered, plain) = (report(all), report(all, hasClusters: false))
    #expect((0.75...1.3).contains(width(clustered.figures[2]) / width(plain.figures[2])))
  }

  /// Seven of ten are satisfied whatever is said; with `isReal`, five of ten who speak of the first aspect.
  private func aspects(_ seed: UInt64, isReal: Bool = false, agents: Int = 12) -> ReportSummary {
    var generator = SeededGenerator(seed: seed)
    return report(
      (0..<600).map { number in
        let said = (0..<6).filter { _ in Int.random(in: 0..<5, using: &generator) == 0 }
        let share = isReal && said.contains(0) ? 4 : 7
        return Record(
          agent: number % agents, channel: ["mail", "chat", "phone"][number % 3],
          isSatisfied: Int.random(in: 0..<10, using: &generator) < share, aspects: said)
      })
  }

  @Test func whatChanceDoesIsNoDriver() {
    let reports = (0..<24).map { aspects($0) }
    let found = reports.count { $0.aspects.contains { $0.effects.contains { $0.contrast != nil } } }
    let groups = reports.count { $0.groups[0].rows.contains { $0.contrasts.contains { $0 != nil } } }
    // 5 % of 24 are 1.2.
    #expect(found <= 4 && groups <= 4, "\(found) \(groups)")
  }

  @Test func whatMattersIsADriver() {
    let name = taxonomy.aspects[0].name
    let effects = (0..<10).map { aspects($0, isReal: true).aspects.first { $0.name == name }?.effects[0].contrast }
    #expect(effects.count { $0 == .worse } >= 8)
  }

  @Test func fiveAgentsTellNothingApart() {
    let found = aspects(1, isReal: true, agents: 5)
    #expect(found.aspects.allSatisfy { $0.effects.allSatisfy { $0.contrast == nil } })
    #expect(found.clusterNote?.contains("too few") == true)
  }

  /// All forty are dissatisfied: their clusters do not differ, but forty others might.
  @Test func answersThatAreAllAlikeAreNotCertain() throws {
    let few = (0..<40).map { Record(agent: $0 % 12, isSatisfied: false, aspects: [0]) }
    let all = (0..<1200).map { Record(agent: $0 % 12, isSatisfied: $0 / 5 % 10 < 7) }
    let effect = try #require(report(few + all).aspects[0].effects.first)
    #expect(effect.difference.map { abs($0 + 0.7) < 1e-9 } == true)
    #expect(try #require(effect.upper) > -0.63)
    #expect(try #require(effect.lower) > -0.75)
    #expect(effect.contrast == .worse)
  }

  @Test func fewAnswersAreNotColoured() {
    let few = (0..<29).map { Record(agent: $0 % 12, channel: "fax", isSatisfied: false, aspects: [0]) }
    let all = (0..<600).map { Record(agent: $0 % 12, isSatisfied: $0 % 10 != 0) }
    let before = report(few + all)
    #expect(before.groups[0].rows.first { $0.name == "fax" }?.contrasts.allSatisfy { $0 == nil } == true)
    #expect(before.aspects.allSatisfy { $0.effects.allSatisfy { $0.contrast == nil } })
    let after = report(few + few + all)
    #expect(after.groups[0].rows.first { $0.name == "fax" }?.contrasts[2] == .worse)
    #expect(after.aspects[0].effects[0].contrast == .worse)
  }

  @Test func groupsOfOneAgentAreComparedAsTheyAre() {
    var layout = RecordLayout()
    layout.measured = [.init("score", .satisfaction)]
    layout.measured[0].scale = Scale(1, 5)
    layout.groups = ["agent", "agent"]
    var report = Report(layout, hasClusters: true)
    for number in 0..<800 {
      let isSatisfied = number % 8 == 0 ? number % 3 == 0 : number % 3 != 0
      report.append(
        layout.read([isSatisfied ? "5" : "1", "Ann \(number % 8)", "Ann \(number % 8)"]), path: "f", line: 1)
    }
    let summary = ReportSummary(report)
    #expect(summary.clusters == 8)
    #expect(summary.groups[0].rows.first { $0.name == "Ann 0" }?.contrasts == [.worse])
    #expect(summary.groups[0].rows.allSatisfy { width($0.figures[0]) < 0.25 })
  }
}
