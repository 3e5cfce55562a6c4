import Foundation

/// What a file is by its own octets, and where such files keep the name of whoever made them.
enum FileFormat {
    case pdf, jpeg, png, webp, text
    /// Office documents and other archives: what they hold is compressed.
    case zip
    /// Everything else: nobody here knows where to look.
    case unknown

    /// As many octets as it takes to tell.
    static let magicBytes = 12

    /// What the first octets say, whatever type was announced; text has no sign of its own and is believed as far as it goes.
    init(startingWith octets: [UInt8], isAnnouncedAsText: Bool) {
        let text = String(decoding: octets.prefix(Self.magicBytes), as: UTF8.self)
        if text.hasPrefix("%PDF") {
            self = .pdf
        } else if octets.starts(with: [0x50, 0x4B, 0x03, 0x04]) {
            self = .zip
        } else if octets.starts(with: [0xFF, 0xD8, 0xFF]) {
            self = .jpeg
        } else if octets.starts(with: [0x89, 0x50, 0x4E, 0x47]) {
            self = .png
        } else if text.hasPrefix("RIFF"), octets.count >= Self.magicBytes, octets[8..<12].elementsEqual("WEBP".utf8) {
            self = .webp
        } else {
            self = isAnnouncedAsText || text.hasPrefix(#"{\rtf"#) ? .text : .unknown
        }
    }

    /// Octets in lower case for text, and what to say when they stand in the file.
    var marks: [AuthorMark] {
        switch self {
        case .pdf: AuthorMark.pdf
        case .jpeg: AuthorMark.jpeg
        case .png: AuthorMark.png
        case .webp: AuthorMark.webp
        case .zip: AuthorMark.zip
        case .text: AuthorMark.text
        case .unknown: []
        }
    }
}

/// Octets that betray a place for a name.
struct AuthorMark {
    /// What is said where nobody can look.
    static let blind = "a format, or a part of one, that we cannot look into: make sure that it does not name its author"
    /// No mark is longer.
    static let bytesMax = 64

    let octets: Data
    let warning: String

    private init(_ octets: [UInt8], _ warning: String) { (self.octets, self.warning) = (Data(octets), warning) }
    private init(_ text: String, _ warning: String) { self.init(Array(text.utf8), warning) }

    private static let exif = "with Exif data, which may hold author, device and place"
    private static let credentials = "an image with Content Credentials, which name who signed it"
    private static let xmp = "http://ns.adobe.com/xap/1.0/"

    fileprivate static let pdf =
        [
            AuthorMark("/Author", "a PDF with an author entry"), AuthorMark("/Creator", "a PDF with a creator entry"),
            AuthorMark("dc:creator", "a PDF with an XMP creator"),
            AuthorMark("/Metadata", "a PDF with metadata, which may name its author"),
            AuthorMark(xmp, "a PDF with XMP data"), AuthorMark("/EmbeddedFile", "a PDF with a file in it"),
            AuthorMark("Exif\0", "a PDF with an image \(exif)"), AuthorMark("Photoshop 3.0\0", "a PDF with an image with a by-line"),
            AuthorMark("jumb", credentials),
        ]
        + ["/Popup", "/Annots", "/T(", "/T (", "/T<", "/T <", "/T\n", "/T\r"].map {
            AuthorMark($0, "a PDF with comments or fields, which may name who made them")
        }
        + ["/ObjStm", "/Encrypt", "/#", "Decode/DCTDecode", "Decode /DCTDecode"].map { AuthorMark($0, blind) }
    fileprivate static let jpeg = [
        AuthorMark("Exif\0", "an image \(exif)"), AuthorMark(xmp, "an image with XMP data"),
        AuthorMark("Photoshop 3.0\0", "an image with a by-line or other IPTC data"), AuthorMark([0xFF, 0xFE], "an image with a comment"),
        AuthorMark("jumb", credentials),
    ]
    fileprivate static let png = [
        AuthorMark("tEXt", "a PNG with a text, which may name its author"),
        AuthorMark("iTXt", "a PNG with a text, which may name its author"),
        AuthorMark("zTXt", "a PNG with a text, which may name its author"), AuthorMark("eXIf", "an image \(exif)"),
        AuthorMark("Exif\0", "an image \(exif)"), AuthorMark("caBX", credentials),
    ]
    fileprivate static let webp = [
        AuthorMark("EXIF", "an image \(exif)"), AuthorMark("XMP ", "an image with XMP data"), AuthorMark("C2PA", credentials),
    ]
    fileprivate static let zip = [
        AuthorMark("docProps/core.xml", "an office document with properties that name its author"),
        AuthorMark("docProps/app.xml", "an office document with properties that may name a company"),
        AuthorMark("docProps/custom.xml", "an office document with properties of its own"),
        AuthorMark("meta.xml", "an OpenDocument file with properties that name its author"),
        AuthorMark("comment", "an office document with comments, which name who made them"),
        AuthorMark("people.xml", "an office document with the people who changed it"),
        // An archive's local header: whatever is in it is compressed.
        AuthorMark([0x50, 0x4B, 0x03, 0x04], blind),
    ]
    /// Of RTF, TeX, HTML, XML, PostScript, visiting cards, mails and the heads of Markdown files.
    fileprivate static let text =
        [
            #"author":"#, #"author" "#, "author=", "author =", "author>", "author={", ":author:", "#+author", "creator>", "company>",
            #"cite="mailto"#, "organizer;", "organizer:", "changedby", "export-filename", "_authoremail", #"\template"#, "pdfauthor",
            #"\author"#, #"\operator"#, #"\manager"#, #"\company"#, #"\revtbl"#, #"\atnauthor"#, #"name="author""#, "name='author'",
            "name=author",
            "dc:creator", "dcterms.creator", "article:author", "<author", "<creator", "\nauthor:", "\nauthors:", "\n%%for:", "\n%%author:",
            "begin:vcard", "\nfrom:", "\nsender:", "\nreply-to:",
        ].map { AuthorMark($0, "a text that names its author beside its words") }
        + [#"\pict"#, #"\objdata"#, ";base64,", "-----begin ", "%pdf-"].map { AuthorMark($0, blind) }
}
