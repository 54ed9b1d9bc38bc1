import NIOCore
import NIOHTTP1

/// Keeps the server that the address of a request names (`GET http://name/…`), which the library forgets: where it is another one
/// than that of `Host`, it becomes a second `Host`, and is refused as such.
final class TargetHandler: ChannelInboundHandler, RemovableChannelHandler {
  typealias InboundIn = HTTPServerRequestPart
  typealias InboundOut = HTTPServerRequestPart

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    guard case .head(var head) = Self.unwrapInboundIn(data), let name = Self.server(in: head.uri),
      head.headers["Host"].first?.lowercased() != name.lowercased()
    else { return context.fireChannelRead(data) }
    head.headers.add(name: "Host", value: name)
    context.fireChannelRead(Self.wrapInboundOut(.head(head)))
  }

  private static func server(in address: String) -> String? {
    guard address.first != "/", let mark = address.firstRange(of: "://") else { return nil }
    return String(address[mark.upperBound...].prefix { $0 != "/" && $0 != "?" })
  }
}
