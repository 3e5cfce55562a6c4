import Postgres
import ReviewWire

/// The refusal that stands for each constraint a client's request can run into: the one home of these texts.
enum Constraints {
    static let refusals: [String: Refusal] = [
        Accounts.loginIsTaken: Refusal(.ruleTaken, "that login is taken; choose another", at: "login"),
        "organisation_pkey": Refusal(.ruleTaken, "an organisation of that short name exists; choose another", at: "name"),
        "accreditation_one_application": Refusal(.stateWrong, "the organisation has an application that is not decided yet"),
        "accreditation_one_at_a_time": Refusal(.stateWrong, "the organisation is accredited for that time already"),
        "nomination_one_focal_point": Refusal(.ruleFocalPoint),
        "nomination_function_once": Refusal(.stateWrong, "the account holds that function in the review for that time already"),
        "conflict_not_answered_by_oneself": Refusal(.ruleOwnCase, "nobody answers their own conflict of interest"),
        "review_once_per_cycle": Refusal(.stateWrong, "the cycle has a review of that party already"),
        "extension_request_one_at_a_time": Refusal(.stateWrong, "more time is asked for already; wait for the answer"),
        "certificate_pkey": Refusal(.ruleTaken, "that certificate is bound already"),
        "organisation_storage_within_limit": Refusal(
            .uploadQuota, "as much is stored as may be; cancel uploads, or ask the secretariat for more room"),
        "cycle_group_pkey": Refusal(.ruleTaken, "the cycle has a group of that number already", at: "group"),
    ]

    /// What a client is told of an error of the database; nil for a fault of ours.
    static func refusal(for error: PostgresError) -> Refusal? {
        if error.isRetryable || error.isTimeout { return Refusal(.sessionBusy) }
        return error.constraint.flatMap { refusals[$0] }
    }
}
