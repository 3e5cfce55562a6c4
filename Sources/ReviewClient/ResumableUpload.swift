import ReviewWire

/// Sends a large file in chunks and goes on after a loss from the offset that the server names (PROTOCOL §11, upload).
package struct ResumableUpload: Sendable {
    /// What is announced of the file before its octets.
    package struct Description: Sendable {
        package let name: String
        package let mediaType: String
        package let size: Int
        /// Lower-case hex SHA-256 of the whole.
        package let digest: String
        /// The idempotency key of `upload.open`: the same key after a crash finds the same upload.
        package let key: String

        package init(name: String, mediaType: String, size: Int, digest: String, key: String) {
            self.name = name
            self.mediaType = mediaType
            self.size = size
            self.digest = digest
            self.key = key
        }
    }

    /// The largest chunk of one `upload.append`.
    package static let chunkBytesMax = 1 << 18
    /// Wrong offsets in a row before the server is taken to be confused.
    private static let correctionsMax = 5

    private let client: RetryingClient
    private let read: @Sendable (_ at: Int, _ count: Int) throws -> [UInt8]

    /// `read` gives up to `count` octets of the file from offset `at` on.
    package init(client: RetryingClient, read: @escaping @Sendable (_ at: Int, _ count: Int) throws -> [UInt8]) {
        self.client = client
        self.read = read
    }

    /// A file that the server has whole.
    package struct Outcome: Sendable, Equatable {
        package let upload: String
        /// What the file seems to tell of its author, one sentence each.
        package let warnings: [String]
    }

    /// Opens, or finds again, the upload and sends what is missing. `progress` is told the octets that the server holds.
    package func run(_ file: Description, progress: @Sendable (_ sent: Int) -> Void = { _ in }) async throws -> Outcome {
        let opened = try await client.send(
            Request(
                "upload.open",
                [
                    "name": file.name, "type": file.mediaType, "size": String(file.size), "sha256": file.digest, "key": file.key,
                ])
        ).orThrow()
        guard let upload = opened.result["upload"]?.text else { throw ClientError.notOurProtocol("upload.open named no upload") }
        // A replayed answer tells where the upload stood when it was opened, not where it stands.
        var state = opened.isReplayed ? try await show(upload) : opened.result
        var offset = try Self.offset(state)
        var corrections = 0
        progress(offset)
        while offset < file.size {
            let chunk = try read(offset, min(Self.chunkBytesMax, file.size - offset))
            guard !chunk.isEmpty else { throw ClientError.notOurProtocol("the file became shorter while it was sent") }
            let reply = try await append(chunk, to: upload, at: offset)
            if let refusal = reply.refusal {
                // Sent again after a loss, a chunk that arrived is at a wrong offset, also when it was the last one.
                guard refusal.code == .version, corrections < Self.correctionsMax else { throw ClientError.refused(refusal) }
                state = try await show(upload)
                corrections += 1
            } else {
                corrections = 0
                state = reply.result
            }
            offset = try Self.offset(state)
            progress(offset)
        }
        return Outcome(upload: upload, warnings: (state["warnings"]?.elements ?? []).compactMap(\.text))
    }

    /// Needs no key: an append that was done already is a wrong offset, and the answer to that is to look.
    private func append(_ chunk: [UInt8], to upload: String, at offset: Int) async throws -> ServerReply {
        try await client.send(
            Request("upload.append", ["upload": upload, "at": String(offset)], body: chunk), repeatable: true)
    }

    private func show(_ upload: String) async throws -> JSONValue {
        let reply = try await client.send(Request("upload.show", ["upload": upload]), repeatable: true).orThrow()
        return try reply.rows().first ?? reply.result
    }

    private static func offset(_ state: JSONValue) throws -> Int {
        guard let at = state["at"]?.integer else { throw ClientError.notOurProtocol("an upload's state named no offset") }
        return Int(at)
    }
}
