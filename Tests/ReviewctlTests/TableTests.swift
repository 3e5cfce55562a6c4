import ReviewWire
import Testing

@testable import reviewctl

@Suite struct TableTests {
    private let rows: [JSONValue] = [
        ["review": "R-1", "party": "中国", "open": true, "documents": 12],
        ["review": "R-2", "party": "Kenya\u{1B}[31m", "open": false, "documents": 3, "note": .null],
    ]

    @Test func `columns line up, numbers to the right, and nothing steers the terminal`() {
        #expect(
            Table(rows: rows).lines(columns: nil) == [
                "review  party       open  documents  note",
                "R-1     中国        yes          12",
                "R-2     Kenya␛[31m  no            3",
            ])
    }

    @Test(arguments: 8...120)
    func `a table is never wider than the terminal`(columns: Int) {
        let long: JSONValue = ["title": .string(String(repeating: "word ", count: 40)), "state": "submitted", "id": "D-4KT9M2QX7C"]
        for line in Table(rows: [long, long]).lines(columns: columns) { #expect(TextWidth.of(line) <= max(columns, 27)) }
    }

    @Test func `objects inside a record are a table of their own`() {
        let record: JSONValue = [
            "id": "R-1", "stages": [["stage": "visit", "state": "open"], ["stage": "dialogue", "state": "pending"]],
        ]
        #expect(Table.record(record) == ["id      R-1", "stages", "  stage     state", "  visit     open", "  dialogue  pending"])
    }

    @Test func `a final line for programs keeps every member of the server's`() {
        #expect(Printer.finalLine(code: 201, ["id": "V-1", "code": "rvi_x"]) == ["reply": 201, "id": "V-1", "code": "rvi_x"])
        #expect(Printer.finalLine(code: 200, ["reply": "yes"]) == ["reply": "yes"])
    }

    @Test func `a record keeps the lines of a text, indented`() {
        #expect(Table.record(["id": "D-1", "text": "one\ntwo"]) == ["id    D-1", "text  one\n      two"])
    }
}
