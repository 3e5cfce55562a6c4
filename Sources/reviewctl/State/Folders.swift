import Foundation

/// Where reviewctl keeps things, by the XDG base directory rules.
enum Folders {
    /// Logins, unsent requests, unfinished uploads.
    static var state: String { base("XDG_STATE_HOME", ".local/state") }
    /// What can be asked for again.
    static var cache: String { base("XDG_CACHE_HOME", ".cache") }

    static var profiles: String { state + "/profiles" }
    static var spool: String { state + "/spool" }
    static var uploads: String { state + "/uploads" }
    static var verbs: String { cache + "/verbs" }

    private static func base(_ variable: String, _ fallback: String) -> String {
        // A relative path is invalid there and is to be ignored, the specification says.
        if let path = Environment[variable], path.hasPrefix("/") { return path + "/reviewctl" }
        return (Environment["HOME"] ?? NSHomeDirectory()) + "/" + fallback + "/reviewctl"
    }
}
