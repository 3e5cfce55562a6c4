/// Every verb of the protocol, in the order of docs/PROTOCOL.md.
package enum CommandTable {
    package static let all: [Command] = session + people + organisations + facts + reviews + documents + notices

    // The connection itself.
    private static let session: [Command] = [
        .hello, .auth, .authStep, .quit, .ping, .whoami, .caps, .help, .watch, .unwatch,
    ]

    // People, and what lets them in.
    private static let people: [Command] = [
        .accountJoin, .accountList, .accountShow, .accountUpdate, .accountPassword, .accountSuspend, .accountResume,
        .invitationMake, .invitationList, .invitationRevoke, .tokenCreate, .tokenList, .tokenRevoke, .accessList,
        .certificateBind, .certificateList, .certificateRelease,
    ]

    // Organisations, and whether they take part.
    private static let organisations: [Command] = [
        .organisationRegister, .organisationUpdate, .organisationList, .organisationShow, .organisationSuspend, .organisationResume,
        .accreditationApply, .accreditationList, .accreditationShow, .accreditationObject, .accreditationGrant,
        .accreditationRefuse, .accreditationSuspend,
    ]

    // Facts that anyone may look up.
    private static let facts: [Command] = [
        .partyList, .partyShow, .instrumentList, .articleList, .guidelineList, .calendarList, .calendarShow,
    ]

    // Procedures, cycles and reviews, who acts in them, what is owed, and time.
    private static let reviews: [Command] = [
        .procedureList, .procedureShow, .cycleCreate, .cycleGroup, .cycleOpen, .cycleClose, .cycleList, .cycleShow,
        .reviewOpen, .reviewList, .reviewShow, .reviewAdvance, .reviewCancel, .anchorRecord, .anchorList,
        .obligationList, .obligationShow, .windowList, .nominationMake, .nominationHandover, .nominationEnd, .nominationList,
        .conflictDeclare, .conflictAnswer, .conflictList,
        .obligationExtend, .obligationGrant, .obligationRefuse, .obligationWaive, .obligationExplain, .obligationFairness,
        .boardShow, .agendaList, .schedulePreview, .scheduleHold, .scheduleRelease, .jobList, .jobRun, .jobHistory,
        .clockShow, .clockSet, .clockAdvance, .eventList,
    ]

    // What is handed in and published.
    private static let documents: [Command] = [
        .documentDraft, .documentAmend, .documentClear, .documentSubmit, .documentList, .documentShow, .documentVersions,
        .documentGet, .documentRespond, .documentOpen, .documentWithdraw, .documentPublish, .documentWithhold, .documentRelease,
        .placeholderList, .uploadOpen, .uploadAppend, .uploadShow, .uploadList, .uploadCancel,
    ]

    // Notices, and what leaves the house.
    private static let notices: [Command] = [
        .noticeList, .noticeShow, .noticePreferences, .calendarExport, .outboxList, .outboxRetry, .outboxDrop,
        .webhookMake, .webhookList, .webhookEnd, .stats,
    ]
}
