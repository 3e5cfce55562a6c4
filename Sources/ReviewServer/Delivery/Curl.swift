import CCurl
import Foundation

/// One transfer by libcurl, as a list of its options.
struct Curl: Sendable {
    /// How a transfer ended: libcurl's code, the other side's last answer, and a sentence.
    struct Ending: Sendable {
        let code: UInt32
        let response: Int
        let sentence: String
        /// Whether an address was not to be reached.
        var isOutOfReach = false
        /// Of a mail server: the last command that it was sent, in capitals, and the last line of its answer.
        var command = ""
        var answer = ""
    }

    var texts: [(CURLoption, String)] = []
    var numbers: [(CURLoption, Int)] = []
    var lists: [(CURLoption, [String])] = []
    /// What is sent; nil when `texts` holds it.
    var upload: [UInt8]?
    /// Which addresses may be reached; nil for all.
    var reach: Reach?
    /// Whether the last command and its answer are kept.
    var listens = false
    var timeoutSeconds = 60

    /// Blocks until the transfer has ended.
    func perform(on handle: UnsafeMutableRawPointer) -> Ending {
        var lists: [UnsafeMutablePointer<curl_slist>?] = []
        defer { for list in lists { curl_slist_free_all(list) } }
        var failed = CURLE_OK
        func keep(_ code: CURLcode) { if failed == CURLE_OK { failed = code } }
        for (option, value) in texts { keep(reviewd_curl_text(handle, option, value)) }
        for (option, value) in numbers { keep(reviewd_curl_number(handle, option, value)) }
        for (option, values) in self.lists {
            let list = values.reduce(nil as UnsafeMutablePointer<curl_slist>?) { curl_slist_append($0, $1) }
            lists.append(list)
            keep(reviewd_curl_list(handle, option, list))
        }
        // Signals would interrupt the whole process; a proxy that the environment names would see everything, and hide where it leads.
        keep(reviewd_curl_number(handle, CURLOPT_NOSIGNAL, 1))
        keep(reviewd_curl_text(handle, CURLOPT_PROXY, ""))
        keep(reviewd_curl_number(handle, CURLOPT_CONNECTTIMEOUT, min(15, timeoutSeconds)))
        keep(reviewd_curl_number(handle, CURLOPT_TIMEOUT, timeoutSeconds))
        keep(reviewd_curl_discard_answer(handle))
        guard failed == CURLE_OK else { return ending(failed, handle) }
        return listening(handle) { guarded(handle) { uploading(handle) } }
    }

    private func listening(_ handle: UnsafeMutableRawPointer, _ body: () -> Ending) -> Ending {
        guard listens else { return body() }
        var dialogue = reviewd_dialogue()
        return withUnsafeMutablePointer(to: &dialogue) { pointer in
            let code = reviewd_curl_listen(handle, pointer)
            var ending = code == CURLE_OK ? body() : ending(code, handle)
            ending.command = withUnsafeBytes(of: pointer.pointee.command) { Self.text($0) }
            ending.answer = withUnsafeBytes(of: pointer.pointee.answer) { Self.text($0) }
            return ending
        }
    }

    /// Up to the octet that ends it.
    private static func text(_ octets: UnsafeRawBufferPointer) -> String { String(decoding: octets.prefix { $0 != 0 }, as: UTF8.self) }

    private func uploading(_ handle: UnsafeMutableRawPointer) -> Ending {
        guard let octets = upload else { return ending(curl_easy_perform(handle), handle) }
        return octets.withUnsafeBytes { buffer in
            var source = reviewd_upload(octets: buffer.bindMemory(to: CChar.self).baseAddress, left: buffer.count)
            return withUnsafeMutablePointer(to: &source) { pointer in
                let code = reviewd_curl_upload(handle, pointer)
                return ending(code == CURLE_OK ? curl_easy_perform(handle) : code, handle)
            }
        }
    }

    /// Runs the transfer with `reach` asked about every address that the name stands for, when a connection to it is opened: what the name
    /// stood for at another moment does not count.
    private func guarded(_ handle: UnsafeMutableRawPointer, _ body: () -> Ending) -> Ending {
        guard let reach else { return body() }
        return withUnsafePointer(to: reach) { reach in
            var guardian = reviewd_guard(
                may_reach: { context, address in
                    guard let context, let address else { return 0 }
                    return context.assumingMemoryBound(to: Reach.self).pointee.allows(address) ? 1 : 0
                }, context: UnsafeRawPointer(reach), has_refused: 0)
            return withUnsafeMutablePointer(to: &guardian) { pointer in
                let code = reviewd_curl_guard(handle, pointer)
                var ending = code == CURLE_OK ? body() : ending(code, handle)
                ending.isOutOfReach = pointer.pointee.has_refused != 0 && ending.code != CURLE_OK.rawValue
                return ending
            }
        }
    }

    private func ending(_ code: CURLcode, _ handle: UnsafeMutableRawPointer) -> Ending {
        Ending(code: code.rawValue, response: reviewd_curl_response(handle), sentence: String(cString: curl_easy_strerror(code)))
    }
}
