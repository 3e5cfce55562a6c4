/// Every verb of the protocol, in the order of docs/PROTOCOL.md.
package enum CommandTable {
    package static let all: [Command] = documents

    private static let documents: [Command] = [
        .documentDraft, .documentAmend, .documentClear, .documentSubmit, .documentList, .documentShow, .documentVersions, .documentGet,
        .documentRespond, .documentOpen, .documentWithdraw, .documentPublish, .documentWithhold, .documentRelease, .placeholderList,
        .uploadOpen, .uploadAppend, .uploadShow, .uploadList, .uploadCancel,
    ]
}
