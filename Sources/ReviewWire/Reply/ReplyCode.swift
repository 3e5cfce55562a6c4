/// The first word of every server line (PROTOCOL §4).
package enum ReplyCode: Int, Sendable, CaseIterable {
    case row = 150, chunk = 151, progress = 160
    case event = 190, dropped = 198, notice = 199
    case done = 200, created = 201, end = 210, greeting = 220, bye = 221, loggedIn = 235
    case next = 334
    case absent = 410, version = 420, keyUsed = 421
    case loginFirst = 430, role = 431, credentials = 432, secureChannel = 433
    case late = 440, rule = 441, state = 442, conflict = 443
    case temporary = 450, shuttingDown = 451, fault = 459, tooFast = 460, tooLarge = 461
    case noSuchCommand = 500, argument = 501, order = 503, framing = 520

    package var isFinal: Bool { rawValue >= 200 }
    package var isRefusal: Bool { rawValue >= 400 }
}
