import ReviewClient
import ReviewWire

/// A fresh `key=`: 130 random bits as 26 characters of Crockford's base 32.
enum IdempotencyKey {
    static func make() -> String {
        let alphabet = Array("0123456789abcdefghjkmnpqrstvwxyz")
        var generator = SystemRandomNumberGenerator()
        return String((0..<26).map { _ in alphabet[Int.random(in: 0..<32, using: &generator)] })
    }
}

extension Request {
    /// A trial run: nothing of it stays, and a key is refused with it.
    var isDry: Bool { self["dry"] == "yes" }

    /// The same with a key, fresh unless it has one.
    var keyed: Request {
        var request = self
        if !hasKey { request.arguments.append(RequestField("key", IdempotencyKey.make())) }
        return request
    }

    /// Gives an argument another value.
    mutating func set(_ name: String, _ value: String) {
        arguments = arguments.filter { $0.name != name } + [RequestField(name, value)]
    }
}
