/// What the client says about channel binding (RFC 5802 §7, gs2-cbind-flag).
package enum ScramBinding: Sendable, Equatable {
    /// `n`: it does not support it.
    case unsupported
    /// `y`: it supports it and thinks that the server does not.
    case notOffered
    /// `p=`: it uses the type of that name.
    case used(String)

    var flag: String {
        switch self {
        case .unsupported: "n"
        case .notOffered: "y"
        case .used(let name): "p=\(name)"
        }
    }
}

/// `client-first-message`.
package struct ScramClientFirst: Sendable, Equatable {
    package let binding: ScramBinding
    package let authorization: String?
    package let login: String
    package let nonce: String
    /// `gs2-header`, with its last comma.
    package let header: String
    /// `client-first-message-bare`.
    package let bare: String

    package init(binding: ScramBinding, login: String, nonce: String) {
        self.binding = binding
        self.authorization = nil
        self.login = login
        self.nonce = nonce
        header = binding.flag + ",,"
        bare = "n=\(ScramAttributes.encodeName(login)),r=\(nonce)"
    }

    package init(_ message: [UInt8]) throws(ScramFailure) {
        let text = try ScramAttributes.text(message)
        var parts = ScramAttributes(text)
        let flag = try parts.part()
        binding = try Self.binding(flag)
        let authorization = try parts.part()
        if authorization.isEmpty {
            self.authorization = nil
        } else {
            let isNamed = authorization.utf8.starts(with: "a=".utf8)
            guard isNamed, let name = ScramAttributes.decodeName(String(decoding: authorization.utf8.dropFirst(2), as: UTF8.self)) else {
                throw .malformed
            }
            self.authorization = name
        }
        header = "\(flag),\(authorization),"
        bare = String(decoding: text.utf8.dropFirst(header.utf8.count), as: UTF8.self)
        guard let login = ScramAttributes.decodeName(try parts.value("n")) else { throw .malformed }
        self.login = login
        nonce = try parts.value("r")
        guard ScramAttributes.isNonce(nonce) else { throw .malformed }
        try parts.extensions()
    }

    package var bytes: [UInt8] { Array((header + bare).utf8) }

    private static func binding(_ flag: Substring) throws(ScramFailure) -> ScramBinding {
        switch flag {
        case "n": return .unsupported
        case "y": return .notOffered
        default:
            let name = flag.utf8.dropFirst(2)
            let isName =
                !name.isEmpty
                && name.allSatisfy {
                    ASCII.isLetter($0) || ASCII.isDigit($0) || $0 == ASCII.dot || $0 == ASCII.minus
                }
            guard flag.utf8.starts(with: "p=".utf8), isName else { throw .malformed }
            return .used(String(decoding: name, as: UTF8.self))
        }
    }
}

/// `server-first-message`.
package struct ScramServerFirst: Sendable, Equatable {
    /// Client's and server's nonce, joined.
    package let nonce: String
    package let salt: [UInt8]
    package let iterations: Int
    package let text: String

    package init(nonce: String, salt: [UInt8], iterations: Int) {
        self.nonce = nonce
        self.salt = salt
        self.iterations = iterations
        text = "r=\(nonce),s=\(Base64.encode(salt)),i=\(iterations)"
    }

    package init(_ message: [UInt8]) throws(ScramFailure) {
        text = try ScramAttributes.text(message)
        var parts = ScramAttributes(text)
        nonce = try parts.value("r")
        guard ScramAttributes.isNonce(nonce), let salt = Base64.decode(try parts.value("s")), !salt.isEmpty else { throw .malformed }
        self.salt = salt
        let digits = try parts.value("i")
        guard 1...9 ~= digits.utf8.count, digits.utf8.allSatisfy(ASCII.isDigit), let iterations = Int(digits), iterations > 0 else {
            throw .malformed
        }
        self.iterations = iterations
        try parts.extensions()
    }

    package var bytes: [UInt8] { Array(text.utf8) }
}

/// `client-final-message`.
package struct ScramClientFinal: Sendable, Equatable {
    /// `cbind-input`: gs2-header and channel binding data.
    package let binding: [UInt8]
    package let nonce: String
    package let proof: [UInt8]
    package let withoutProof: String

    package init(_ message: [UInt8]) throws(ScramFailure) {
        let text = try ScramAttributes.text(message)
        // The proof is the last part, behind any extensions.
        guard let comma = text.utf8.lastIndex(of: ASCII.comma) else { throw .malformed }
        withoutProof = String(text[..<comma])
        var last = ScramAttributes(text[text.utf8.index(after: comma)...])
        guard let proof = Base64.decode(try last.value("p")), proof.count == 32 else { throw .malformed }
        self.proof = proof
        var parts = ScramAttributes(withoutProof)
        guard let binding = Base64.decode(try parts.value("c")) else { throw .malformed }
        self.binding = binding
        nonce = try parts.value("r")
        guard ScramAttributes.isNonce(nonce) else { throw .malformed }
        try parts.extensions()
    }

    /// The part of the message that the proof signs.
    static func withoutProof(binding: [UInt8], nonce: String) -> String { "c=\(Base64.encode(binding)),r=\(nonce)" }
}

/// `server-final-message`.
package enum ScramServerFinal: Sendable, Equatable {
    case verifier([UInt8])
    case error(String)

    package init(_ message: [UInt8]) throws(ScramFailure) {
        let text = try ScramAttributes.text(message)
        var parts = ScramAttributes(text)
        if message.starts(with: "e=".utf8) {
            self = .error(try parts.value("e"))
        } else {
            guard let verifier = Base64.decode(try parts.value("v")), verifier.count == 32 else { throw .malformed }
            self = .verifier(verifier)
        }
        try parts.extensions()
    }
}
