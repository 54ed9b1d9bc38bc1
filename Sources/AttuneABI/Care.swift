import Attune
import AttuneCare
import CAttune

/// See `attune.h`.
@c @implementation
public func attune_tones_json(
  _ model: OpaquePointer!, _ text: UnsafePointer<CChar>!, _ length: Int, _ all: Int32,
  _ json: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>!
) -> attune_status {
  makeString(json) { () throws(ABIError) in
    let (handle, bytes) = try arguments(model, text, length)
    handle.ready(for: .tones)
    do throws(ModelError) {
      return try tonesJSON(handle.model.tones(ofUTF8: bytes, all == 0 ? .core : .all))
    } catch {
      throw .model(error)
    }
  }
}

/// See `attune.h`.
@c @implementation
public func attune_aspects_json(
  _ model: OpaquePointer!, _ text: UnsafePointer<CChar>!, _ length: Int,
  _ json: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>!
) -> attune_status {
  makeString(json) { () throws(ABIError) in
    let (handle, bytes) = try sentimentArguments(model, text, length)
    handle.ready(for: .aspects)
    return aspectsJSON(handle.aspects.aspects(ofUTF8: bytes))
  }
}

/// See `attune.h`.
@c @implementation
public func attune_urgency_json(
  _ model: OpaquePointer!, _ text: UnsafePointer<CChar>!, _ length: Int,
  _ json: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>!
) -> attune_status {
  makeString(json) { () throws(ABIError) in
    let (handle, bytes) = try sentimentArguments(model, text, length)
    handle.ready(for: .urgency)
    return urgencyJSON(handle.urgency.urgency(ofUTF8: bytes))
  }
}

/// See `attune.h`.
@c @implementation
public func attune_reply_json(
  _ model: OpaquePointer!, _ reply: UnsafePointer<CChar>!, _ length: Int, _ customer: UnsafePointer<CChar>!,
  _ customerLength: Int, _ channel: UnsafePointer<CChar>!, _ json: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>!
) -> attune_status {
  makeString(json) { () throws(ABIError) in
    let (handle, bytes) = try sentimentArguments(model, reply, length)
    let message = customer == nil && customerLength == 0 ? nil : try bytesAt(customer, customerLength)
    let name = channel.map { String(cString: $0) } ?? Channel.email.rawValue
    guard let channel = Channel(rawValue: name) else {
      throw .argument("'\(name)' is not a channel; channels are phone, email, chat and social")
    }
    handle.ready(for: .reply)
    return replyJSON(handle.coach.assess(utf8: bytes, customer: message, channel: channel))
  }
}

private func arguments(
  _ model: OpaquePointer?, _ text: UnsafePointer<CChar>?, _ length: Int
) throws(ABIError) -> (ModelHandle, UnsafeBufferPointer<UInt8>) {
  guard let model else { throw .argument("no model") }
  return (ModelHandle.at(model), try bytesAt(text, length))
}

private func sentimentArguments(
  _ model: OpaquePointer?, _ text: UnsafePointer<CChar>?, _ length: Int
) throws(ABIError) -> (ModelHandle, UnsafeBufferPointer<UInt8>) {
  let (handle, bytes) = try arguments(model, text, length)
  guard handle.model.isSentiment else { throw .argument("this needs a sentiment model") }
  return (handle, bytes)
}

func replyJSON(_ assessment: ReplyAssessment) -> String {
  var out: [UInt8] = []
  assessment.appendJSON(to: &out)
  return String(decoding: out, as: UTF8.self)
}

func tonesJSON(_ tones: [Tone]) -> String {
  var out = JSONText()
  out.append(list: tones) { out, tone in
    out.append("{\"label\":")
    out.append(string: tone.label)
    out.append(",\"probability\":")
    out.append(tone.probability)
    out.append("}")
  }
  return out.text
}

func aspectsJSON(_ mentions: [AspectMention]) -> String {
  var out = JSONText()
  out.append(list: mentions) { out, mention in
    out.append("{\"aspect\":")
    out.append(string: mention.aspect)
    out.append(",\"term\":")
    out.append(string: mention.term)
    out.append(",\"start\":\(mention.range.lowerBound),\"end\":\(mention.range.upperBound),\"label\":")
    out.append(string: mention.label)
    out.append(",\"score\":")
    out.append(mention.score)
    out.append("}")
  }
  return out.text
}

func urgencyJSON(_ urgency: Urgency) -> String {
  var out = JSONText()
  out.append("{\"score\":")
  out.append(urgency.score)
  out.append(",\"reasons\":")
  out.append(list: urgency.reasons) { out, reason in
    out.append("{\"reason\":")
    out.append(string: reason.reason.rawValue)
    out.append(",\"start\":\(reason.range.lowerBound),\"end\":\(reason.range.upperBound)}")
  }
  out.append("}")
  return out.text
}
