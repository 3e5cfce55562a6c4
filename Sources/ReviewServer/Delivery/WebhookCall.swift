import CCurl
import Crypto
import Foundation
import ReviewNotice
import ReviewWire

/// One call to an institution's own system: ids as JSON, signed with the secret that both sides hold.
package struct WebhookCall: Sendable {
    /// How calls leave the house.
    package struct Options: Sendable {
        /// PEM of authorities to trust instead of the system's; empty for those.
        package var authorities: String
        package var reach: Reach
        /// For one call, from the connection to the answer.
        package var timeoutSeconds: Int

        package init(authorities: String = "", reach: Reach = Reach(), timeoutSeconds: Int = 60) {
            (self.authorities, self.reach, self.timeoutSeconds) = (authorities, reach, timeoutSeconds)
        }
    }

    let url: String
    let secret: String
    let messageID: String
    /// Seconds since 1970, part of what is signed, so that an old call cannot be played again later.
    let sentAtSeconds: Int64
    let notices: [NoticeFacts]

    package init(url: String, secret: String, messageID: String, sentAtSeconds: Int64, notices: [NoticeFacts]) {
        (self.url, self.secret, self.messageID) = (url, secret, messageID)
        (self.sentAtSeconds, self.notices) = (sentAtSeconds, notices)
    }

    /// `{"message":"<…>","notices":[{"id":"K-…","kind":"reminder","review":"R-…","obligation":"B-…"}]}`.
    package var body: [UInt8] {
        let rows = notices.map { notice in
            JSONValue.object(
                [("id", .string(notice.id)), ("kind", .string(notice.kind.rawValue))]
                    + [("review", notice.review), ("obligation", notice.obligation)].compactMap { name, value in
                        value.map { (name, JSONValue.string($0)) }
                    })
        }
        return JSONValue.object([("message", .string(messageID)), ("notices", .array(rows))]).encoded()
    }

    /// `t=SECONDS,v1=HEX`: HMAC-SHA-256 over `SECONDS.BODY`.
    package var signature: String {
        let code = HMAC<SHA256>.authenticationCode(
            for: Array("\(sentAtSeconds).".utf8) + body, using: SymmetricKey(data: Array(secret.utf8)))
        return "t=\(sentAtSeconds),v1=" + Hex.encode(code)
    }

    func send(_ options: Options) async -> DeliveryOutcome {
        var curl = Curl()
        curl.texts = [
            (CURLOPT_URL, url), (CURLOPT_PROTOCOLS_STR, "https"), (CURLOPT_COPYPOSTFIELDS, String(decoding: body, as: UTF8.self)),
        ]
        if !options.authorities.isEmpty { curl.texts.append((CURLOPT_CAINFO, options.authorities)) }
        (curl.reach, curl.timeoutSeconds) = (options.reach, options.timeoutSeconds)
        // A redirection could lead anywhere.
        curl.numbers = [(CURLOPT_FOLLOWLOCATION, 0)]
        curl.lists = [(CURLOPT_HTTPHEADER, ["Content-Type: application/json", "Reviewd-Signature: \(signature)"])]
        let ending = await CurlLine().run(curl)
        if ending.isOutOfReach { return .refused("the address is not of the public internet, and the operator has not opened it") }
        guard ending.code == CURLE_OK.rawValue else { return .postponed(ending.sentence) }
        switch ending.response {
        case 200...299: return .sent
        case 408, 425, 429, 500...599: return .postponed("answered \(ending.response)")
        default: return .refused("answered \(ending.response)")
        }
    }
}
