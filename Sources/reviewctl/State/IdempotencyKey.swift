/// A fresh `key=`: 130 random bits as 26 characters of Crockford's base 32.
enum IdempotencyKey {
    static func make() -> String {
        let alphabet = Array("0123456789abcdefghjkmnpqrstvwxyz")
        var generator = SystemRandomNumberGenerator()
        return String((0..<26).map { _ in alphabet[Int.random(in: 0..<32, using: &generator)] })
    }
}
