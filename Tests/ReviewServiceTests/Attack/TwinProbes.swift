import Support

extension TwinHouse {
    /// All that a curious reader would try, as lines and bodies.
    func probes() -> [(line: String, body: String?)] {
        let review = house.review
        var probes: [(String, String?)] = [
            "review.list", "review.show review=\(review)", "obligation.list limit=1000", "obligation.list review=\(review) limit=1000",
            "obligation.list mine=yes", "obligation.list state=open limit=1000", "window.list", "window.list mine=yes",
            "anchor.list review=\(review)",
            "event.list limit=1000", "event.list review=\(review) limit=1000", "placeholder.list", "placeholder.list review=\(review)",
            "document.list limit=1000", "document.list mine=yes", "document.list kind=contribution", "document.list kind=response",
            "document.list state=submitted", "document.list state=withdrawn", "document.list state=draft",
            "document.list answers=\(hidden)",
            "document.show document=\(hidden)", "document.get document=\(hidden)", "document.get document=\(hidden) from=1",
            "document.get document=\(hidden) from=50000000", "document.get document=\(hidden) version=2",
            "document.versions document=\(hidden)",
            "obligation.show obligation=\(hiddenObligation)", "upload.list all=yes", "upload.show upload=\(hiddenUpload)",
            "nomination.list", "conflict.list", "cycle.list", "organisation.list limit=1000", "accreditation.list limit=1000",
            "document.show document=\(open)", "document.versions document=\(open)", "document.list answers=\(open)",
            "review.advance review=\(review) if=1 dry=yes",
        ].map { ($0, nil) }
        for version in [1, 2, 3] {
            for verb in [
                "clear", "publish", "release", "submit", "open audience=open", "withdraw reason=x",
                "withhold reason=x until=2029-01-01T00:00:00Z",
            ] {
                let (name, rest) = verb.split(separator: " ", maxSplits: 1).pair
                for dry in ["", " dry=yes"] { probes.append(("document.\(name) document=\(hidden) if=\(version)\(rest)\(dry)", nil)) }
            }
        }
        probes += [
            ("document.amend document=\(hidden) if=1", "x"), ("document.respond answers=\(hidden) lang=en title=x", "x"),
            ("document.respond answers=\(hidden) lang=en title=x dry=yes", "x"),
            ("document.draft review=\(review) kind=contribution lang=en title=x translation_of=\(hidden) dry=yes", "x"),
            ("document.submit review=\(review) kind=contribution lang=en title=x translation_of=\(hidden)", "x"),
            ("document.submit review=\(review) kind=contribution lang=en title=x upload=\(hiddenUpload)", nil),
            ("upload.append upload=\(hiddenUpload) at=4096", "d"), ("upload.cancel upload=\(hiddenUpload)", nil),
            ("document.submit review=\(review) kind=contribution lang=en title=One source=hidden key=\(Self.victimsKey)", "One."),
            ("document.draft review=\(review) kind=contribution lang=en title=One key=\(Self.victimsKey)", "One."),
        ]
        return probes + timeProbes
    }

    /// The same of what the clock brings, of notices and of what leaves the house.
    private var timeProbes: [(line: String, body: String?)] {
        let review = house.review
        let readings = [
            "obligation.explain obligation=\(hiddenObligation)", "obligation.fairness", "board.show limit=1000",
            "board.show review=\(review)",
            "agenda.list limit=1000", "agenda.list review=\(review)", "schedule.preview to=2028-06-01T00:00:00Z",
            "schedule.preview to=2028-06-01T00:00:00Z review=\(review)", "calendar.export", "calendar.export review=\(review)",
            "notice.list limit=1000", "notice.list review=\(review)", "notice.list kind=response-owed", "notice.list kind=missed",
            "notice.show notice=K-0000000000", "outbox.list limit=1000", "outbox.list state=pending review=\(review)",
            "outbox.list state=dead",
            "webhook.list", "job.list", "job.history", "stats", "clock.show",
        ]
        let changes = [
            "job.run job=follow-up", "job.run job=fire", "job.run job=reconcile", "job.run job=self-check",
            "clock.advance to=2028-06-01T00:00:00Z", "clock.set to=2028-06-01T00:00:00Z",
        ]
        let decisions = [
            "extend days=10", "grant if=1", "grant if=2", "refuse if=1", "refuse if=2", "waive if=1", "waive if=2", "waive if=9",
        ]
        var lines = readings + changes.map { $0 + " dry=yes" }
        for decision in decisions {
            let (name, rest) = decision.split(separator: " ", maxSplits: 1).pair
            for dry in ["", " dry=yes"] { lines.append("obligation.\(name) obligation=\(hiddenObligation)\(rest) reason=x\(dry)") }
        }
        return lines.map { ($0, nil) }
    }
}

extension [Substring] {
    /// A verb's name and the rest of its arguments.
    var pair: (Substring, Substring) { (self[0], count > 1 ? " " + self[1] : "") }
}
