/// The registry of error words: each stands here once, and `docs/PROTOCOL.md` lists them all.
extension ErrorWord {
    package static let framingLineTooLong = ErrorWord("framing/line-too-long", .framing, "the line is too long")
    package static let framingBadUTF8 = ErrorWord("framing/bad-utf8", .framing, "the line is not UTF-8")
    package static let framingByteOrderMark = ErrorWord("framing/byte-order-mark", .framing, "the line starts with a byte order mark")
    package static let framingBareCR = ErrorWord("framing/bare-cr", .framing, "a CR stands without its LF")
    package static let framingControl = ErrorWord("framing/control", .framing, "the line holds a control character")
    package static let framingPayloadEnd = ErrorWord("framing/payload-end", .framing, "the payload is not followed by a line end")
    package static let framingTooLarge = ErrorWord("framing/too-large", .framing, "the payload is too large to be skipped")

    package static let wireBodyTooLarge = ErrorWord("wire/body-too-large", .tooLarge, "the body is too large here")
    package static let wireNoSuchCommand = ErrorWord("wire/no-such-command", .noSuchCommand, "no such command; try help")

    package static let argumentUnknown = ErrorWord("argument/unknown", .argument, "the command takes no such argument")
    package static let argumentDuplicate = ErrorWord("argument/duplicate", .argument, "the argument is given twice")
    package static let argumentMissing = ErrorWord("argument/missing", .argument, "the argument is missing")
    package static let argumentMalformed = ErrorWord("argument/malformed", .argument, "the argument is not written as it must be")
    package static let argumentNUL = ErrorWord("argument/nul", .argument, "text may not hold U+0000")
    package static let argumentTooMany = ErrorWord("argument/too-many", .argument, "the request has too many arguments")
    package static let argumentRange = ErrorWord("argument/range", .argument, "the argument is out of range")
    package static let argumentCursor = ErrorWord("argument/cursor", .argument, "the cursor is not one that this listing gave you")
    package static let argumentBodyMissing = ErrorWord("argument/body-missing", .argument, "the command needs a body")
    package static let argumentBodyNotTaken = ErrorWord("argument/body-not-taken", .argument, "the command takes no body")
    package static let argumentBodyMalformed = ErrorWord("argument/body-malformed", .argument, "the body is not written as it must be")

    package static let sessionLoginFirst = ErrorWord("session/login-first", .loginFirst, "log in first")
    package static let sessionRole = ErrorWord("session/role", .role, "the command is not for your role")
    package static let sessionFunction = ErrorWord("session/function", .role, "the command is not for your function in this review")
    package static let sessionCredentials = ErrorWord("session/credentials", .credentials, "login or secret are wrong")
    package static let sessionSecureChannel = ErrorWord("session/secure-channel", .secureChannel, "this needs TLS or a local connection")
    package static let sessionOrder = ErrorWord("session/order", .order, "the command does not belong here")
    package static let sessionProtocol = ErrorWord("session/protocol", .argument, "the server does not speak that protocol")
    package static let sessionMechanism = ErrorWord("session/mechanism", .argument, "the server does not offer that mechanism here")
    package static let sessionDraining = ErrorWord(
        "session/draining", .shuttingDown, "the server is shutting down; connect again", retry: .sameKey)
    package static let sessionTooFast = ErrorWord("session/too-fast", .tooFast, "too many requests; wait", retry: .after(5))
    package static let sessionBusy = ErrorWord("session/busy", .temporary, "the server is busy; try again", retry: .sameKey)
    package static let sessionOutcomeUnknown = ErrorWord(
        "session/outcome-unknown", .temporary, "the outcome is not known; ask again with the same key", retry: .sameKey)
    package static let sessionFault = ErrorWord("session/fault", .fault, "a fault of the server; it is in its log")
    package static let sessionIdle = ErrorWord("session/idle", .shuttingDown, "nothing came for too long; closing", retry: .sameKey)

    package static let thingAbsent = ErrorWord("thing/absent", .absent, "no such thing, or not visible to you")
    package static let thingVersion = ErrorWord("thing/version", .version, "it has another version now")
    package static let keyUsed = ErrorWord("key/used-for-another", .keyUsed, "the key was used for another request")
    package static let keyWithDry = ErrorWord("key/with-dry", .argument, "key= and dry=yes do not go together")
    package static let conflictDeclared = ErrorWord("conflict/declared", .conflict, "a conflict of interest keeps you from this")

    package static let stateWrong = ErrorWord("state/wrong", .state, "it is not in a state that allows this")
    package static let stateStage = ErrorWord("state/stage", .state, "the review is not in a stage that allows this")
    package static let deadlinePassed = ErrorWord("deadline/passed", .late, "the deadline has passed")
    package static let windowClosed = ErrorWord("window/closed", .late, "the window is closed")

    package static let ruleForbidden = ErrorWord("rule/forbidden", .rule, "a rule of the procedure forbids this")
    package static let ruleTaken = ErrorWord("rule/taken", .rule, "the name is taken")
    package static let ruleFocalPoint = ErrorWord("rule/one-focal-point", .rule, "the party has a focal point for that time already")
    package static let ruleOwnCase = ErrorWord("rule/own-case", .rule, "nobody decides this for oneself")
    package static let ruleAudience = ErrorWord("rule/audience", .rule, "the audience can be opened, not narrowed")
    package static let ruleKind = ErrorWord("rule/kind", .rule, "the procedure takes no such document from you here")

    package static let uploadOffset = ErrorWord("upload/offset", .version, "the upload goes on at another offset")
    package static let uploadDigest = ErrorWord("upload/digest", .rule, "the content does not match its digest")
    package static let uploadSize = ErrorWord("upload/size", .rule, "the content does not match its size")
    package static let uploadUnfinished = ErrorWord("upload/unfinished", .state, "the upload is not complete")
    package static let uploadQuota = ErrorWord("upload/quota", .tooLarge, "the organisation's quota is used up")
    package static let uploadNamesAuthor = ErrorWord("upload/names-author", .rule, "the file may name its author")
    package static let uploadTooLarge = ErrorWord("upload/too-large", .tooLarge, "the upload is too large")

    package static let clockRehearsal = ErrorWord("clock/rehearsal-only", .state, "the clock moves only in a rehearsal")
    package static let clockBackwards = ErrorWord("clock/backwards", .rule, "the clock never goes backwards")
    package static let clockHeld = ErrorWord("clock/held", .temporary, "the clock jumped; the schedule is held", retry: .sameKey)

    /// Every word above, in the same order.
    package static let all: [ErrorWord] = [
        framingLineTooLong, framingBadUTF8, framingByteOrderMark, framingBareCR, framingControl, framingPayloadEnd, framingTooLarge,
        wireBodyTooLarge, wireNoSuchCommand,
        argumentUnknown, argumentDuplicate, argumentMissing, argumentMalformed, argumentNUL, argumentTooMany,
        argumentRange, argumentCursor, argumentBodyMissing, argumentBodyNotTaken, argumentBodyMalformed,
        sessionLoginFirst, sessionRole, sessionFunction, sessionCredentials, sessionSecureChannel, sessionOrder, sessionProtocol,
        sessionMechanism, sessionDraining, sessionTooFast, sessionBusy, sessionOutcomeUnknown, sessionFault, sessionIdle,
        thingAbsent, thingVersion, keyUsed, keyWithDry, conflictDeclared,
        stateWrong, stateStage, deadlinePassed, windowClosed,
        ruleForbidden, ruleTaken, ruleFocalPoint, ruleOwnCase, ruleAudience, ruleKind,
        uploadOffset, uploadDigest, uploadSize, uploadUnfinished, uploadQuota, uploadNamesAuthor, uploadTooLarge,
        clockRehearsal, clockBackwards, clockHeld,
    ]
}
