/// Every verb of the protocol, in the order of docs/PROTOCOL.md.
package enum CommandTable {
    package static let all: [Command] = session + people + reference + reviews + time + notices + documents

    // The connection itself.
    private static let session: [Command] = [
        .hello, .auth, .authStep, .quit, .ping, .whoami, .caps, .help, .watch, .unwatch,
    ]

    // People, what lets them in, and the organisations they speak for.
    private static let people: [Command] = [
        .accountJoin, .accountList, .accountShow, .accountUpdate, .accountPassword, .accountSuspend, .accountResume,
        .invitationMake, .invitationList, .invitationRevoke,
        .tokenCreate, .tokenList, .tokenRevoke, .accessList,
        .certificateBind, .certificateList, .certificateRelease,
        .organisationRegister, .organisationUpdate, .organisationList, .organisationShow, .organisationSuspend, .organisationResume,
        .accreditationApply, .accreditationList, .accreditationShow, .accreditationObject, .accreditationGrant, .accreditationRefuse,
        .accreditationSuspend,
    ]

    // Facts that anyone may look up.
    private static let reference: [Command] = [
        .partyList, .partyShow, .instrumentList, .articleList, .guidelineList, .calendarList, .calendarShow,
    ]

    // What is handed in and published.
    private static let documents: [Command] = [
        .documentDraft, .documentAmend, .documentClear, .documentSubmit, .documentList, .documentShow, .documentVersions, .documentGet,
        .documentRespond, .documentOpen, .documentWithdraw, .documentPublish, .documentWithhold, .documentRelease, .placeholderList,
        .uploadOpen, .uploadAppend, .uploadShow, .uploadList, .uploadCancel,
    ]

    // Reviews from the procedure to the clock.
    private static let reviews: [Command] = [
        .procedureList, .procedureShow,
        .cycleCreate, .cycleGroup, .cycleOpen, .cycleClose, .cycleList, .cycleShow,
        .reviewOpen, .reviewList, .reviewShow, .reviewAdvance, .reviewCancel,
        .anchorRecord, .anchorList, .obligationList, .obligationShow, .windowList,
        .nominationMake, .nominationHandover, .nominationEnd, .nominationList,
        .conflictDeclare, .conflictAnswer, .conflictList,
        .clockShow, .clockSet, .clockAdvance, .eventList,
    ]

    // What people are told, and what leaves the house.
    private static let notices: [Command] = [
        .noticeList, .noticeShow, .noticePreferences, .calendarExport,
        .outboxList, .outboxRetry, .outboxDrop, .webhookMake, .webhookList, .webhookEnd, .stats,
    ]

    // What the clock brings, and whose turn it is.
    private static let time: [Command] = [
        .obligationExtend, .obligationGrant, .obligationRefuse, .obligationWaive, .obligationExplain, .obligationFairness, .boardShow,
        .agendaList,
        .schedulePreview, .scheduleHold, .scheduleRelease, .jobList, .jobRun, .jobHistory,
    ]
}
