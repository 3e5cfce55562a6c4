import ReviewWire
import Support
import Testing

/// What no column can hold is the client's mistake, never a fault of ours.
@Suite struct FaultTests {
    private static let numbers = ["2147483648", "999999999999999999", "-1", "0"]
    private static let dates = ["0000-01-01", "0001-01-01", "9999-12-31"]

    @Test func `numbers and dates beyond all bounds are refused`() async throws {
        try await PeopledService.with { house in
            let owed = try await house.rows("public", "obligation.list review=\(house.review)").first?["id"]?.text ?? ""
            var lines: [(String, String)] = []
            for number in Self.numbers {
                lines += [
                    ("head", "review.open cycle=\(house.cycle) party=NOR group=\(number)"),
                    ("public", "calendar.show calendar=unov year=\(number)"),
                    ("head", "cycle.group cycle=\(house.cycle) group=\(number) starts_on=2027-01-01"),
                    ("ngo", "token.create label=x days=\(number)"),
                    ("lead", "invitation.make days=\(number)"), ("focal", "obligation.extend obligation=\(owed) days=\(number) reason=x"),
                    ("officer", "obligation.grant obligation=\(owed) if=1 days=\(number) reason=x"),
                    ("public", "party.list limit=\(number)"),
                    ("ngo", "upload.open name=x type=text/plain size=\(number) sha256=\(String(repeating: "0", count: 64))"),
                    ("public", "document.get document=D-0000000000 from=\(number)"),
                    ("ngo", "upload.append upload=U-0000000000 at=\(number)"),
                    ("public", "document.get document=D-0000000000 version=\(number)"),
                ]
            }
            for date in Self.dates {
                lines += [
                    ("public", "party.list as_of=\(date)"), ("public", "party.show party=KEN as_of=\(date)"),
                    ("head", "review.open cycle=\(house.cycle) party=NOR starts_on=\(date) dry=yes"),
                    ("head", "cycle.create title=x procedure=appeal-1 instruments=TIP starts_on=\(date) dry=yes"),
                    ("officer", "anchor.record review=\(house.review) name=visit.agreed at=\(date)T00:00:00Z dry=yes"),
                    ("head", "schedule.preview to=\(date)T00:00:00Z"), ("head", "clock.advance to=\(date)T00:00:00Z dry=yes"),
                    (
                        "officer",
                        "nomination.make review=\(house.review) account=outsider function=reviewer note_verbale=x until=\(date)T00:00:00Z dry=yes"
                    ),
                    ("officer", "document.withhold document=D-0000000000 if=1 reason=x until=\(date)T00:00:00Z"),
                ]
            }
            var taken: [String] = []
            for (who, line) in lines {
                let code = try await house.reply(who, line, body: line.hasPrefix("upload.append") ? "x" : nil).code
                #expect(code != .fault, "\(who): \(line)")
                if !code.isRefusal { taken.append(line) }
            }
            // Of any day that a date can have there is something to say, if only that nobody is bound; a function may last that long.
            #expect(taken.map { $0.prefix { $0 != " " } } == ["party.list", "party.show", "party.list", "party.show", "nomination.make"])
        }
    }
}
