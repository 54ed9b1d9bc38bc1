import ArgumentParser
import AttunePlatform
import Hummingbird
import HummingbirdCore
import Logging
import NIOCore
import ServiceLifecycle

/// Listens, answers until SIGTERM or SIGINT, and finishes the requests that have begun.
struct Listener {
  let host: String
  let port: Int
  let site: Site

  /// Requests that have not ended by then are cut off.
  private static let stopSeconds = 30

  func run() async throws {
    let limits = site.limits
    // Hummingbird would log what clients send.
    var logger = Logger(label: "attune-serve")
    logger.logLevel = .critical
    let host = host
    let application = Application(
      responder: site,
      server: .init { responder in
        LoopChannel(
          base: HTTP1Channel(
            responder: responder,
            configuration: .init(
              additionalChannelHandlers: [BadRequestHandler(), StalledWriteHandler(seconds: limits.seconds)],
              idleTimeout: .seconds(Int64(limits.seconds)),
              httpDecoderConfiguration: .init(
                maxHeaderFieldSize: Limits.headers, maxHeaderListSize: Limits.headers, maxHeaderFieldCount: 100))))
      },
      configuration: .init(
        address: .hostname(host, port: port), serverName: nil, backlog: 4096,
        availableConnectionsDelegate: .maximum(min(limits.connections, Descriptors.connections), logger: logger)),
      onServerRunning: { channel in
        let shown = host.contains(":") ? "[\(host)]" : host
        Exit.say("listening on http://\(shown):\(channel.localAddress?.port ?? 0)/")
      },
      logger: logger)
    var configuration = ServiceGroupConfiguration(
      services: [application], gracefulShutdownSignals: [.sigterm, .sigint], logger: logger)
    configuration.maximumGracefulShutdownDuration = .seconds(Self.stopSeconds)
    do {
      try await ServiceGroup(configuration: configuration).run()
    } catch let error as IOError {
      try Exit.fail("\(host) port \(port): \(String(cString: strerror(error.errnoCode)))", Exit.inputOutput)
    } catch let error as SocketAddressError {
      try Exit.fail("\(host): not an address of this machine (\(error))", Exit.inputOutput)
    } catch  where !(error is ExitCode) {
      // Such as a name that nobody knows, which comes in an error of the group.
      try Exit.fail("\(host) port \(port) cannot be listened on: \(error)", Exit.inputOutput)
    }
  }
}
