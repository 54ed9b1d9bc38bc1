@_spi(Server) import AttuneWorkflows
import HTTPTypes
import NIOCore
import NIOHTTPTypes

/// Gives the refusal of what is no HTTP the form of all others: the library that reads requests answers it with nothing but a
/// status, and closes the connection.
final class BadRequestHandler: ChannelOutboundHandler, RemovableChannelHandler {
  typealias OutboundIn = HTTPResponsePart
  typealias OutboundOut = HTTPResponsePart

  func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
    guard case .head(let head) = Self.unwrapOutboundIn(data), head.status == .badRequest,
      head.headerFields[.contentType] == nil
    else { return context.write(data, promise: promise) }
    let body = ByteBuffer(string: MessageJSON.error("the request is not HTTP/1.1, or its headers are too long"))
    var fields = head.headerFields
    fields[.contentType] = "application/json"
    fields[.contentLength] = "\(body.readableBytes)"
    for field in Site.headers where fields[field.name] == nil { fields.append(field) }
    context.write(Self.wrapOutboundOut(.head(HTTPResponse(status: head.status, headerFields: fields))), promise: nil)
    context.write(Self.wrapOutboundOut(.body(body)), promise: promise)
  }
}
