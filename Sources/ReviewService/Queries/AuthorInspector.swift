import Foundation

/// Looks through a file's octets for the places where common formats keep their author's name (DOMAIN §5).
///
/// It warns and never cleans; a format that it does not know gets a warning that it does not know it.
struct AuthorInspector {
    private struct Mark {
        let octets: Data
        let warning: String

        init(_ text: String, _ warning: String) {
            octets = Data(text.utf8)
            self.warning = warning
        }
    }

    private static let marks: [String: [Mark]] = [
        "pdf": [
            Mark("/Author", "a PDF with an author entry"), Mark("/Creator", "a PDF with a creator entry"),
            Mark("dc:creator", "a PDF with an XMP creator"),
        ],
        "zip": [
            Mark("docProps/core.xml", "an office document with properties that name its author"),
            Mark("docProps/app.xml", "an office document with properties that may name a company"),
            Mark("meta.xml", "an OpenDocument file with properties that name its author"),
        ],
        "image": [
            Mark("Exif\0", "an image with Exif data, which may hold author, device and place"),
            Mark("tEXtAuthor", "a PNG with an author entry"), Mark("http://ns.adobe.com/xap/1.0/", "an image with XMP data"),
        ],
        "text": [],
    ]

    private var family: String?
    private var isFirst = true
    private var tail: [UInt8] = []
    private var found: Set<String> = []

    init(mediaType: String) {
        switch mediaType {
        case "application/pdf": family = "pdf"
        case "image/jpeg", "image/png", "image/tiff", "image/webp": family = "image"
        case let type where type.hasPrefix("text/"): family = "text"
        case let type where type.contains("officedocument") || type.contains("opendocument") || type.contains("zip"): family = "zip"
        default: family = nil
        }
    }

    /// Takes the next octets; a mark that stands across two chunks is seen too.
    mutating func look(at octets: [UInt8]) {
        if isFirst {
            isFirst = false
            family = Self.family(startingWith: octets) ?? family
        }
        guard let family, let marks = Self.marks[family] else { return }
        let window = Data(tail + octets)
        for mark in marks where !found.contains(mark.warning) && window.range(of: mark.octets) != nil { found.insert(mark.warning) }
        tail = Array(window.suffix(64))
    }

    var warnings: [String] {
        guard family != nil else { return ["a format that we cannot look into: make sure that it does not name its author"] }
        return found.sorted()
    }

    /// What the octets themselves say, whatever type was announced.
    private static func family(startingWith octets: [UInt8]) -> String? {
        if octets.starts(with: Array("%PDF".utf8)) { return "pdf" }
        if octets.starts(with: [0x50, 0x4B, 0x03, 0x04]) { return "zip" }
        if octets.starts(with: [0xFF, 0xD8, 0xFF]) || octets.starts(with: [0x89, 0x50, 0x4E, 0x47]) { return "image" }
        return nil
    }
}
