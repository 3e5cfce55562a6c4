@testable import ReviewService
import Testing

/// Where common formats keep their author's name, and where nobody can look: neither is called clean.
@Suite struct AuthorInspectorTests {
    struct File: CustomTestStringConvertible, Sendable {
        let name: String
        let type: String
        let octets: [UInt8]
        let warning: String

        init(_ name: String, _ type: String, _ octets: [UInt8], _ warning: String) {
            (self.name, self.type, self.octets, self.warning) = (name, type, octets, warning)
        }

        init(_ name: String, _ type: String, _ text: String, _ warning: String) { self.init(name, type, Array(text.utf8), warning) }

        var testDescription: String { name }
    }

    private static let jpeg: [UInt8] = [0xFF, 0xD8, 0xFF, 0xE0]
    private static let png: [UInt8] = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]
    private static let ole: [UInt8] = [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1]
    private static let zip: [UInt8] = [0x50, 0x4B, 0x03, 0x04]
    private static let office = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
    private static func riff(_ rest: String) -> [UInt8] { Array("RIFF".utf8) + [9, 0, 0, 0] + Array("WEBP\(rest)".utf8) }

    static let telling = [
        File("PDF with an author", "application/pdf", "%PDF-1.7 /Author (someone) %%EOF", "author entry"),
        File("PDF of pdfTeX, whose entries are compressed", "application/pdf", "%PDF-1.5 << /Type /ObjStm /N 5 >> %%EOF", "cannot look"),
        File("PDF that is encrypted", "application/pdf", "%PDF-1.7 trailer << /Encrypt 5 0 R >> %%EOF", "cannot look"),
        File("PDF with metadata of its own", "application/pdf", "%PDF-1.7 << /Type /Metadata /Filter /FlateDecode >>", "metadata"),
        File("PDF with comments", "application/pdf", "%PDF-1.7 << /Type /Annot /Subtype /Popup >>", "comments"),
        File("PDF with a photograph", "application/pdf", "%PDF-1.7 stream Exif\0\0 endstream", "Exif"),
        File("PDF announced as text", "text/plain", "%PDF-1.7 /Author (someone)", "author entry"),
        File("TIFF", "image/tiff", [0x49, 0x49, 0x2A, 0x00, 8, 0, 0, 0], "cannot look"),
        File("TIFF of the other byte order, announced as JPEG", "image/jpeg", [0x4D, 0x4D, 0x00, 0x2A, 0, 0, 0, 8], "cannot look"),
        File("announced as TIFF", "image/tiff", "who knows", "cannot look"),
        File("JPEG with Exif", "image/jpeg", jpeg + Array("Exif\0\0".utf8), "Exif"),
        File("JPEG with a by-line", "image/jpeg", jpeg + Array("Photoshop 3.0\u{0}8BIM".utf8), "by-line"),
        File("JPEG with a comment", "image/jpeg", [0xFF, 0xD8, 0xFF, 0xFE, 0, 6] + Array("Anna".utf8), "comment"),
        File("JPEG with a comment further on", "image/jpeg", jpeg + [0, 4, 1, 1, 0xFF, 0xFE, 0, 6] + Array("Anna".utf8), "comment"),
        File("PNG with an author", "image/png", png + Array("tEXtAuthor\0Anna".utf8), "text"),
        File("PNG with an author in Unicode", "image/png", png + Array("iTXtAuthor\0".utf8), "text"),
        File("PNG with a compressed text", "image/png", png + Array("zTXtComment\0".utf8), "text"),
        File("PNG with Exif", "image/png", png + Array("eXIfII".utf8), "Exif"),
        File("WebP with Exif", "image/webp", riff("EXIF"), "Exif"),
        File("WebP with XMP", "image/webp", riff("XMP "), "XMP"),
        File("GIF with a comment", "image/gif", Array("GIF89a".utf8) + [0x21, 0xFE, 4] + Array("Anna".utf8), "cannot look"),
        File("Word document", office, zip + Array("docProps/core.xml".utf8), "properties that name its author"),
        File("Word document without properties", office, zip + Array("[Content_Types].xml word/document.xml".utf8), "cannot look"),
        File("Word document with comments", office, zip + Array("word/comments.xml".utf8), "comments"),
        File("OpenDocument", "application/vnd.oasis.opendocument.text", zip + Array("meta.xml".utf8), "properties that name its author"),
        File("archive", "application/zip", zip + Array("statement.txt".utf8), "cannot look"),
        File("old Word document", "application/msword", ole, "cannot look"),
        File("old Word document announced as text", "text/plain", ole + Array("Root Entry".utf8), "cannot look"),
        File("encrypted Word document", office, ole + Array("EncryptedPackage".utf8), "cannot look"),
        File("RTF", "text/rtf", #"{\rtf1\ansi{\info{\author Anna}}}"#, "author"),
        File("RTF announced as plain text", "text/plain", #"{\rtf1{\info{\operator Anna}}}"#, "author"),
        File("RTF of a firm", "application/rtf", #"{\rtf1{\info{\company Open Door}}}"#, "author"),
        File("HTML", "text/html", #"<!doctype html><META content="Anna" NAME="Author">"#, "author"),
        File("HTML with other quotes", "text/html", "<html><meta name='author' content=Anna>", "author"),
        File("SVG", "image/svg+xml", "<svg><metadata><dc:creator>Anna</dc:creator></metadata></svg>", "cannot look"),
        File("SVG announced as text", "text/xml", "<svg><dc:creator>Anna</dc:creator></svg>", "author"),
        File("LaTeX", "text/x-tex", #"\documentclass{article}\author{Anna}"#, "author"),
        File("Markdown", "text/markdown", "---\ntitle: x\nAuthor: Anna\n---\n", "author"),
        File("web page saved by Word", "text/html", "<html><xml><o:Author>Anna</o:Author></xml></html>", "author"),
        File("web page with changes", "text/html", "<p><ins cite=\"mailto:anna@post.example\">x</ins></p>", "author"),
        File("web page with nothing that is known", "text/plain", "\n <p>Hear us.</p>", "cannot look"),
        File("web page behind much that is blank", "text/plain", String(repeating: "\r\n ", count: 9) + "<p>Hear us.</p>", "cannot look"),
        File("RTF with a photograph", "text/rtf", #"{\rtf1{\pict\jpegblip ffd8ffe1002a45786966}}"#, "cannot look"),
        File("text with a photograph in it", "text/plain", "See data:image/jpeg;base64,/9j/4QAqRXhpZg", "cannot look"),
        File("text of Windows that begins with a sender", "text/plain", "\u{FEFF}From: Anna\r\n\r\nHear us.", "author"),
        File("text whose lines end in CR alone", "text/plain", "Hear us.\rFrom: Anna\r", "author"),
        File("PDF behind a mark of the order of octets", "text/plain", "\u{FEFF}%PDF-1.4 /Author (Anna)", "cannot look"),
        File("PDF behind an empty line", "text/plain", "\n%PDF-1.4 /Author (Anna)", "cannot look"),
        File("JSON", "text/plain", #"Data: {"author": "Anna"}"#, "author"),
        File("calendar", "text/calendar", "BEGIN:VCALENDAR\nORGANIZER;CN=Anna:mailto:anna@post.example\n", "author"),
        File("signed text", "text/plain", "Hear us.\n-----BEGIN PGP SIGNATURE-----\n", "cannot look"),
        File("TeX", "text/plain", #"Hear us. \hypersetup{pdfauthor={Anna}}"#, "author"),
        File("PDF with a by-line in its photograph", "application/pdf", "%PDF-1.7 stream Photoshop 3.0\0 endstream", "by-line"),
        File("PDF with a comment on two lines", "application/pdf", "%PDF-1.7 << /T\n(Anna) >>", "comments"),
        File("PDF with a name in hexadecimal", "application/pdf", "%PDF-1.7 << /#41uthor (Anna) >>", "cannot look"),
        File("JPEG with Content Credentials", "image/jpeg", jpeg + Array("JP..jumbc2pa".utf8), "Credentials"),
        File("PNG with Content Credentials", "image/png", png + Array("caBX".utf8), "Credentials"),
        File("WebP with Content Credentials", "image/webp", riff("C2PA"), "Credentials"),
        File("PostScript", "text/plain", "%!PS-Adobe-3.0\n%%For: (Anna)\n", "author"),
        File("visiting card", "text/vcard", "BEGIN:VCARD\nFN:Anna\nEND:VCARD", "author"),
        File("mail", "message/rfc822", "From: Anna <anna@post.example>\nTo: us@post.example\n\nHear.", "cannot look"),
        File("mail sent as text", "text/plain", "To: us@post.example\r\nFrom: Anna <anna@post.example>\r\n\r\nHear.", "author"),
        File("PDF with a comment that names its maker", "application/pdf", "%PDF-1.7 << /Subtype /Highlight /T (Anna) >>", "comments"),
        File("PDF with such a comment in hexadecimal", "application/pdf", "%PDF-1.7 <</T<FEFF0041>>>", "comments"),
        File("text in UTF-16", "text/plain", [0xFF, 0xFE, 0x41, 0x00], "cannot look"),
        File("no text at all", "text/plain", [0x41, 0x00, 0x01], "cannot look"),
        File("text of another encoding", "text/plain", [0x41, 0xE9, 0x41], "cannot look"),
        File("no known type", "application/octet-stream", "abc", "cannot look"),
    ]

    @Test(arguments: telling, [1, 7, 1_000]) func `it is warned of, however it is cut`(file: File, piece: Int) {
        var inspector = AuthorInspector(mediaType: file.type)
        for at in stride(from: 0, to: file.octets.count, by: piece) {
            inspector.look(at: Array(file.octets[at..<min(at + piece, file.octets.count)]))
        }
        #expect(inspector.warnings.contains { $0.contains(file.warning) }, "\(inspector.warnings)")
    }

    static let clean = [
        File("plain text", "text/plain", "The author of the law is the parliament.\r\n\tIt says: nothing.\n", ""),
        File("plain text of another script", "text/plain; charset=utf-8", "Полиция нас прогнала. 警察 — ¡así!\u{FEFF}", ""),
        File("plain text with its mark", "text/plain", "\u{FEFF}Hello", ""),
        File("table", "text/csv", "year;victims\n2025;200\n", ""),
        File("PDF without an author", "application/pdf", "%PDF-1.4 1 0 obj << /Type /Catalog >> endobj %%EOF", ""),
        File("JPEG without anything", "image/jpeg", jpeg + Array("JFIF\0".utf8), ""),
        File("PNG without anything", "image/png", png + Array("IHDR IDAT IEND".utf8), ""),
        File("WebP without anything", "image/webp", riff("VP8 "), ""),
    ]

    @Test(arguments: clean, [1, 7, 1_000]) func `what can be looked into and names nobody gets no warning`(file: File, piece: Int) {
        var inspector = AuthorInspector(mediaType: file.type)
        for at in stride(from: 0, to: file.octets.count, by: piece) {
            inspector.look(at: Array(file.octets[at..<min(at + piece, file.octets.count)]))
        }
        #expect(inspector.warnings == [])
    }
}
