/// What a server sent that is not this protocol; the client closes.
package enum ReplyError: Error, Sendable, Equatable {
    case malformed
    case lineTooLong
    case rawTooLong
}
