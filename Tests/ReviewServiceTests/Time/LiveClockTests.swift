import ReviewService
import ReviewWire
import Support
import Testing

/// The time of a live installation is nobody's to move: not by a verb, and not in the table either.
@Suite struct LiveClockTests {
    @Test func `a live installation's clock moves by no verb`() async throws {
        try await PeopledService.with { house in
            let live = Service(
                pool: house.service.pool, sealer: house.service.sealer, limits: Cast.limits, procedures: house.service.procedures,
                isRehearsal: false, report: { _ in })
            for verb in ["clock.set", "clock.advance"] {
                let request = try Request.reading("\(verb) to=2027-01-01T00:00:00Z", body: nil)
                let reply = await Dispatcher(service: live).reply(to: request, from: try house.actor("officer"))
                #expect(reply.code == .state && reply.json["err"]?.text == "clock/rehearsal-only", "\(verb)")
            }
        }
    }

    @Test func `nor in the table, by a superuser either, and the daemon makes no rehearsal of it`() async throws {
        try await PeopledService.with { house in
            try await house.administer("update rehearsal_clock set ahead = interval '0'; update installation set rehearsal = false")
            await #expect(throws: (any Error).self) {
                try await house.administer("update rehearsal_clock set ahead = interval '1 day'")
            }
            await #expect(throws: (any Error).self) { try await house.change("update installation set rehearsal = true") }
        }
    }
}
