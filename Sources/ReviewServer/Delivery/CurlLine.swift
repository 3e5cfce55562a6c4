import CCurl
import Dispatch
import Foundation
import Synchronization

/// A line of libcurl to one server, kept open from one transfer to the next. Transfers block: they run one after the other on a thread of
/// their own.
final class CurlLine: Sendable {
    private static let isReady: Bool = curl_global_init(Int(CURL_GLOBAL_ALL)) == CURLE_OK

    private let queue = DispatchQueue(label: "reviewd.curl")
    private let handle: Mutex<UnsafeMutableRawPointer?>

    init() { handle = Mutex(Self.isReady ? curl_easy_init() : nil) }

    deinit { handle.withLock { curl_easy_cleanup($0) } }

    func run(_ transfer: Curl) async -> Curl.Ending {
        await withCheckedContinuation { continuation in
            queue.async { [self] in
                continuation.resume(
                    returning: handle.withLock { handle in
                        guard let handle else { return Curl.Ending(code: .max, response: 0, sentence: "libcurl does not start") }
                        curl_easy_reset(handle)
                        return transfer.perform(on: handle)
                    })
            }
        }
    }
}
