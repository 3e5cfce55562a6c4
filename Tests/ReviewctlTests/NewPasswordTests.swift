import ReviewClient
import ReviewWire
import Testing

@testable import reviewctl

@Suite struct NewPasswordTests {
    @Test func `a new password takes the iterations that the server asks for`() throws {
        let fields = try NewPassword.arguments("four random words here", caps: ["scram_iterations": 5000])
        let values = Dictionary(uniqueKeysWithValues: fields.map { ($0.name, $0.value) })
        #expect(values["iterations"] == "5000")
        let salt = try #require(values["salt"].flatMap { Base64.decode($0) })
        let expected = try ScramCredential.make(password: "four random words here", salt: salt, iterations: 5000)
        #expect(salt.count == Scram.saltBytes && values["stored_key"] == Base64.encode(expected.storedKey))
    }

    @Test(arguments: [[:], ["scram_iterations": 1], ["scram_iterations": 1_000_000_000], ["scram_iterations": "many"]] as [JSONValue])
    func `a server that asks for too few or too many is not obeyed`(caps: JSONValue) {
        #expect(throws: ClientError.self) { try NewPassword.arguments("four random words here", caps: caps) }
    }
}
