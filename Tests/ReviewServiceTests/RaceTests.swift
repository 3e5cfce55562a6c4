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
                for who in ["delegate", "focal"] {
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

    @Test func `a translation that comes while its original is taken back does not outlive it`() async throws {
        try await PeopledService.with { house in
            let line = "document.submit review=\(house.review) kind=contribution lang=en title=x audience=stakeholders"
            for round in 0..<12 {
                let original = try await house.made("ngo", line, body: "x")
                let draft = try await house.made(
                    "nhri", line.replacing("document.submit", with: "document.draft") + " translation_of=\(original)",
                    body: "x")
                _ = try await together(3) { number in
                    switch number {
                    case 0: try await house.reply("ngo", "document.withdraw document=\(original) if=2 reason=x").code
                    case 1: try await house.reply("nhri", "document.submit document=\(draft) if=1").code
                    default: try await house.reply("ngo", line + " translation_of=\(original)", body: "x").code
                    }
                }
                #expect(try await house.reply("focal", "document.list state=submitted").json["n"]?.integer == 0, "round \(round)")
            }
        }
    }

    @Test func `whoever keeps asking for what is not theirs holds up nobody`() async throws {
        try await PeopledService.with(leased: 6) { house in
            let line = "document.submit review=\(house.review) kind=contribution lang=en title=x"
            for round in 0..<10 {
                let contribution = try await house.made("ngo", line, body: "x")
                let codes = try await together(6) { number in
                    switch number {
                    case 0: try await house.reply("ngo", "document.withdraw document=\(contribution) if=2 reason=x").code
                    case 1: try await house.reply("officer", "review.advance review=\(house.review) if=99").code
                    default: try await house.reply("igo", "document.open document=\(contribution) if=1 audience=open").code
                    }
                }
                #expect(Set(codes).isSubset(of: [.done, .version, .role, .absent]), "\(round): \(codes)")
            }
        }
    }

    @Test func `of two organisations that are entered together for one party only one is the first`() async throws {
        try await PeopledService.with { house in
            let codes = try await together(3) { number in
                try await house.reply("clerk", "organisation.register name=uganda-\(number) title=Uganda class=state party=UGA").code
            }
            #expect(codes.filter { $0 == .created }.count == 1)
            #expect(codes.filter { $0 == .role }.count == 2)
        }
    }

    @Test func `of webhooks that are made together none is one too many`() async throws {
        try await PeopledService.with { house in
            let line = "webhook.make url=https://example.org/notices"
            for _ in 0..<3 { try await house.done("lead", line) }
            let codes = try await together(3) { _ in try await house.reply("lead", line).code }
            #expect(codes.filter { $0 == .created }.count == 1)
            #expect(codes.filter { $0 == .state }.count == 2)
        }
    }
}
