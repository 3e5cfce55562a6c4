import CCurl
import Dispatch
import Foundation

/// One transfer by libcurl: it blocks, so that it runs on a queue of its own.
struct Curl: Sendable {
    /// How a transfer ended: libcurl's code, the other side's last answer, and a sentence.
    struct Ending: Sendable {
        let code: UInt32
        let response: Int
        let sentence: String
    }

    private static let queue = DispatchQueue(label: "reviewd.curl")
    private static let isReady: Bool = curl_global_init(Int(CURL_GLOBAL_ALL)) == CURLE_OK

    var texts: [(CURLoption, String)] = []
    var numbers: [(CURLoption, Int)] = []
    var lists: [(CURLoption, [String])] = []
    /// What is sent; nil when `texts` holds it.
    var upload: [UInt8]?

    func run() async -> Ending {
        await withCheckedContinuation { continuation in
            Self.queue.async { continuation.resume(returning: perform()) }
        }
    }

    private func perform() -> Ending {
        guard Self.isReady, let handle = curl_easy_init() else {
            return Ending(code: .max, response: 0, sentence: "libcurl does not start")
        }
        defer { curl_easy_cleanup(handle) }
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
        // Signals would interrupt the whole process.
        keep(reviewd_curl_number(handle, CURLOPT_NOSIGNAL, 1))
        keep(reviewd_curl_number(handle, CURLOPT_CONNECTTIMEOUT, 15))
        keep(reviewd_curl_number(handle, CURLOPT_TIMEOUT, 60))
        keep(reviewd_curl_discard_answer(handle))
        guard failed == CURLE_OK else { return ending(failed, handle) }
        guard let octets = upload else { return ending(curl_easy_perform(handle), handle) }
        return octets.withUnsafeBytes { buffer in
            var source = reviewd_upload(octets: buffer.bindMemory(to: CChar.self).baseAddress, left: buffer.count)
            return withUnsafeMutablePointer(to: &source) { pointer in
                let code = reviewd_curl_upload(handle, pointer)
                return ending(code == CURLE_OK ? curl_easy_perform(handle) : code, handle)
            }
        }
    }

    private func ending(_ code: CURLcode, _ handle: UnsafeMutableRawPointer) -> Ending {
        Ending(code: code.rawValue, response: reviewd_curl_response(handle), sentence: String(cString: curl_easy_strerror(code)))
    }
}
