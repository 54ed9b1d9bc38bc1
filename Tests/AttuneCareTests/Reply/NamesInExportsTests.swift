import Testing

@testable import AttuneCare

/// What exports call the writers of turns and the channels.
@Suite struct NamesInExportsTests {
  @Test(arguments: [
    "agent", "Agent", "Support Agent", "support", "operator", "Staff", "representative", "Rep", "Customer Service",
    "customer support rep", "SupportAgent", "service_agent", "Advisor", "admin", "Team member", "Client Service",
    "Contact center agent", "Kundenberater", "Mitarbeiterin", "Kundenservice", "Conseillère", "Conseiller client",
    "Opérateur", "Asesora", "Servicio al cliente", "Atención al cliente",
  ])
  func agents(_ role: String) { #expect(TurnSide(role: role) == .agent) }

  @Test(arguments: [
    "customer", "Client", "END-USER", "end user", "Visitor", "caller", "Requester", "service user", "Support requester",
    "Kunde", "Kundin", "Nutzer", "Utilisateur", "Cliente", "usuario",
  ])
  func customers(_ role: String) { #expect(TurnSide(role: role) == .customer) }

  @Test(arguments: [
    "bot", "Chatbot", "Support Bot", "AnswerBot", "system", "System message", "Auto-reply", "AI", "internal note",
  ])
  func neither(_ role: String) { #expect(TurnSide(role: role) == .neither) }

  @Test(arguments: ["", "Kim", "42", "?"]) func unknown(_ role: String) { #expect(TurnSide(role: role) == .unknown) }

  @Test(arguments: [
    ("Live chat", Channel.chat), ("Web Chat", .chat), ("WhatsApp", .chat), ("Facebook Messenger", .chat),
    ("SMS", .chat),
    ("Instagram DM", .chat), ("Text message", .chat), ("Chat (web)", .chat),
    ("Social media", .social), ("Twitter", .social), ("X", .social), ("X (Twitter)", .social), ("Facebook", .social),
    ("Instagram", .social), ("App review", .social), ("App Store", .social), ("Google Review", .social),
    ("Web form", .email), ("Webform", .email), ("Contact form", .email), ("Portal", .email), ("API", .email),
    ("E-mail", .email), ("Email (inbound)", .email), ("Mail", .email), ("support e-mail", .email),
    ("Voice", .phone), ("Phone", .phone), ("Phone call", .phone), ("Call", .phone), ("In person", .phone),
    ("In-Person", .phone), ("Telefon", .phone),
  ])
  func channels(_ name: String, _ channel: Channel) { #expect(Rubric.standard.channel(named: name) == channel) }

  @Test(arguments: ["fax", "", "carrier pigeon", "---"]) func noChannel(_ name: String) {
    #expect(Rubric.standard.channel(named: name) == nil)
  }
}
