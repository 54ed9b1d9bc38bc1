/// Appends what of a text counts, such as a mail without the message that it quotes. Returns false, and appends nothing, where
/// all of it does.
package typealias TextCutter = @Sendable (_ text: UnsafeBufferPointer<UInt8>, _ own: inout [UInt8]) -> Bool
