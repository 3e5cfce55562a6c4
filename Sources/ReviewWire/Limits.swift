/// Every size the protocol bounds, in octets unless the name says otherwise; `caps` shows them all (PROTOCOL §1, §3).
package struct Limits: Sendable, Equatable {
    /// A line without its end, before login.
    package var lineBytesBeforeLogin = 4096
    /// A line without its end, after login.
    package var lineBytesAfterLogin = 65536
    /// A payload before login; a larger one is discarded and answered 461.
    package var bodyBytesBeforeLogin = 0
    /// A payload after login; a larger one is discarded and answered 461.
    package var bodyBytesAfterLogin = 1 << 20
    /// A payload that is still discarded; a larger one ends the connection with 520.
    package var payloadBytesMax = 64 << 20
    /// Arguments of one request.
    package var argumentsMax = 64
    /// A tag after its "@".
    package let tagBytesMax = 32
    /// The name of an argument.
    package let nameBytesMax = 32
    /// The shortest idempotency key.
    package let keyCharactersMin = 16
    /// The longest idempotency key.
    package let keyCharactersMax = 64
    /// Rows of a page when `limit=` is not given.
    package let pageRowsDefault = 100
    /// Rows of a page at most.
    package let pageRowsMax = 1000
    /// The raw octets of one `151` chunk.
    package var chunkBytesMax = 1 << 18
    /// A finished upload.
    package var uploadBytesMax = 50 << 20
    /// The least that one `upload.append` brings, unless it brings all that is missing.
    package var uploadAppendBytesMin = 4 << 10
    /// What one organisation may have under way at once: uploads that are not handed in yet.
    package var uploadsPendingBytesMax = 200 << 20
    /// What one organisation of civil society, or one person of any other, may have stored altogether, uploads and texts of every version.
    package var organisationBytesMax = 2 << 30
    /// The PBKDF2 iterations of every new password, and of the challenge for a login that does not exist.
    package var scramIterations = 600_000
    /// The salt of every new password.
    package let scramSaltBytes = 16

    package init() {}

    /// The rows of `caps`, named as on the wire.
    package var members: [(String, JSONValue)] {
        [
            ("line_bytes_before_login", .int(Int64(lineBytesBeforeLogin))),
            ("line_bytes_after_login", .int(Int64(lineBytesAfterLogin))),
            ("body_bytes_before_login", .int(Int64(bodyBytesBeforeLogin))),
            ("body_bytes_after_login", .int(Int64(bodyBytesAfterLogin))),
            ("payload_bytes_max", .int(Int64(payloadBytesMax))),
            ("arguments_max", .int(Int64(argumentsMax))),
            ("tag_bytes_max", .int(Int64(tagBytesMax))),
            ("name_bytes_max", .int(Int64(nameBytesMax))),
            ("key_characters_min", .int(Int64(keyCharactersMin))),
            ("key_characters_max", .int(Int64(keyCharactersMax))),
            ("page_rows_default", .int(Int64(pageRowsDefault))),
            ("page_rows_max", .int(Int64(pageRowsMax))),
            ("chunk_bytes_max", .int(Int64(chunkBytesMax))),
            ("upload_bytes_max", .int(Int64(uploadBytesMax))),
            ("upload_append_bytes_min", .int(Int64(uploadAppendBytesMin))),
            ("uploads_pending_bytes_max", .int(Int64(uploadsPendingBytesMax))),
            ("organisation_bytes_max", .int(Int64(organisationBytesMax))),
            ("scram_iterations", .int(Int64(scramIterations))),
            ("scram_salt_bytes", .int(Int64(scramSaltBytes))),
        ]
    }
}
