import Foundation
import ReviewModel

/// A moment as a person reads it: the date in their language, the time of their zone.
enum LocalTime {
    /// `3 May 2027, 24:00 (Europe/Vienna)`: midnight is the end of the day before, as deadlines mean it.
    static func text(_ instant: UTCInstant, language: Language, zone: Zone) -> String {
        var time = parts(instant, "HH:mm", .en, zone)
        let isMidnight = time == "00:00"
        if isMidnight { time = "24:00" }
        let shown = isMidnight ? UTCInstant(seconds: instant.seconds - 1) : instant
        return "\(date(shown, language, zone)), \(time) (\(zone))"
    }

    private static func formatter(_ language: Language, _ zone: Zone) -> DateFormatter {
        let formatter = DateFormatter()
        formatter.calendar = Calendar(identifier: .gregorian)
        formatter.locale = Locale(identifier: locale(language))
        formatter.timeZone = TimeZone(identifier: zone.identifier)
        return formatter
    }

    /// Months in Arabic as the United Nations write them: by both of the names that are in use.
    private static let arabicMonths = [
        "كانون الثاني/يناير", "شباط/فبراير", "آذار/مارس", "نيسان/أبريل", "أيار/مايو", "حزيران/يونيه", "تموز/يوليه", "آب/أغسطس",
        "أيلول/سبتمبر", "تشرين الأول/أكتوبر", "تشرين الثاني/نوفمبر", "كانون الأول/ديسمبر",
    ]

    /// The day before the month in English, the digits 0 to 9 in Arabic.
    private static func locale(_ language: Language) -> String {
        switch language {
        case .en: "en_GB"
        case .ar: "ar@numbers=latn"
        default: language.rawValue
        }
    }

    private static func date(_ instant: UTCInstant, _ language: Language, _ zone: Zone) -> String {
        let formatter = formatter(language, zone)
        formatter.dateStyle = .long
        formatter.timeStyle = .none
        if language == .ar {
            formatter.dateFormat = "d MMMM y"
            formatter.monthSymbols = arabicMonths
        }
        return formatter.string(from: Date(timeIntervalSince1970: Double(instant.seconds)))
    }

    private static func parts(_ instant: UTCInstant, _ format: String, _ language: Language, _ zone: Zone) -> String {
        let formatter = formatter(language, zone)
        formatter.dateFormat = format
        return formatter.string(from: Date(timeIntervalSince1970: Double(instant.seconds)))
    }
}
