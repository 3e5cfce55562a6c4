import Postgres
import ReviewWire

/// A secret that is shown once and kept as its digest: `rvt_…` is a token, `rvi_…` the code of an invitation; `rvs_…`, which signs calls
/// of a webhook, is kept as it is.
package struct Secret: ArgumentValue {
    package let text: String

    package static var expectation: String { "the code you were given" }

    package init?(argument: String) {
        guard (8...128).contains(argument.utf8.count), argument.utf8.allSatisfy({ (0x21...0x7E).contains($0) }) else { return nil }
        text = argument
    }

    private init(prefix: String) {
        let base64 = Base64.encode(Scram.randomBytes(32)).replacing("+", with: "-").replacing("/", with: "_")
        text = prefix + base64.prefix { $0 != "=" }
    }

    /// 256 random bits.
    package static func token() -> Secret { Secret(prefix: "rvt_") }
    package static func code() -> Secret { Secret(prefix: "rvi_") }
    static func signing() -> Secret { Secret(prefix: "rvs_") }

    /// Of the whole text, its prefix included.
    package var digest: Digest { Digest(of: text.utf8) }
}
