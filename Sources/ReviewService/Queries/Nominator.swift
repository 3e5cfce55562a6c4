import Postgres
import ReviewModel
import ReviewWire

/// Who nominates, and for which functions (DOMAIN §2).
struct Nominator: Sendable {
    private let standing: Standing
    private let isHead: Bool
    private let isLead: Bool
    private let organisation: String

    init(in review: ReviewRow, _ context: Context) async throws {
        standing = try await context.standing(in: review)
        isHead = context.actor.isHead
        organisation = try context.organisation
        isLead =
            try await context.transaction.first("select is_lead from account where id = \(try context.account)", as: Bool.self) ?? false
    }

    /// 443, then 431 for who may not nominate someone of that organisation to that function, or end such a nomination.
    func require(for function: Function, of nominated: String) throws {
        try standing.requireNoConflict()
        let isOfficer = isHead || standing.functions.contains(.officer)
        let isState = standing.participant.organisation == .state
        let isAllowed =
            switch function {
            case .focalPoint, .delegate:
                isOfficer || (isState && standing.participant.party == .underReview && (isLead || standing.functions.contains(.focalPoint)))
            // Which States review is drawn, not taken: until a draw names them, the officer does.
            case .reviewer, .observer: isOfficer
            case .expert, .officer: isHead
            }
        guard !isAllowed else { return }
        throw Refusal(.sessionFunction, "\(function.rawValue) is a function given by \(Self.names(function))")
    }

    private static func names(_ function: Function) -> String {
        switch function {
        case .focalPoint, .delegate: "the State's lead or focal point, or the officer on its behalf"
        case .reviewer, .observer: "the officer"
        case .expert, .officer: "the head of the secretariat"
        }
    }
}
