import ReviewService
import ReviewWire
import Support
import Testing

/// What is only allowed once, said by several at one moment.
@Suite struct RaceTests {
    @Test func `of two answers that are taken back at once, one leaves the answer owed`() async throws {
        try await PeopledService.with { house in
            for round in 0..<5 {
                let contribution = try await house.made(
                    "ngo", "document.submit review=\(house.review) kind=contribution lang=en title=\(round)", body: "Please answer.")
                var answers: [(who: String, id: String)] = []
                for who in ["delegate", "officer"] {
                    let id = try await house.made(who, "document.respond answers=\(contribution) lang=en title=x", body: "Heard.")
                    answers.append((who, id))
                }
                let codes = try await together(2) { [answers] number in
                    try await house.reply(answers[number].who, "document.withdraw document=\(answers[number].id) if=2 reason=x").code
                }
                #expect(codes == [.done, .done])
                #expect(try await house.wire("delegate", "obligation.list mine=yes state=open").contains(contribution), "\(round)")
            }
        }
    }
}
