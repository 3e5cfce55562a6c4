/// Every verb of the protocol, in the order of docs/PROTOCOL.md.
package enum CommandTable {
    package static let all: [Command] = [
    ]
}
