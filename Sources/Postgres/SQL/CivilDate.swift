/// A day of the proleptic Gregorian calendar, only as far as `Instant` needs it.
struct CivilDate: Equatable {
    var year: Int64
    var month: Int64
    var day: Int64

    init(year: Int64, month: Int64, day: Int64) {
        self.year = year
        self.month = month
        self.day = day
    }

    /// Years are counted from March, so that the leap day is the last of its year.
    init(daysSinceEpoch days: Int64) {
        let sinceMarch = days + CivilDate.marchZeroToEpoch
        let era = sinceMarch >= 0 ? sinceMarch / CivilDate.daysPerEra : (sinceMarch - CivilDate.daysPerEra + 1) / CivilDate.daysPerEra
        let dayOfEra = sinceMarch - era * CivilDate.daysPerEra
        // The last year of an era has a leap day at its end, so that its days alone would make it a year too many.
        var yearOfEra = min(399, dayOfEra / 365)
        while CivilDate.daysBefore(yearOfEra: yearOfEra) > dayOfEra { yearOfEra -= 1 }
        let dayOfYear = dayOfEra - CivilDate.daysBefore(yearOfEra: yearOfEra)
        var shifted: Int64 = 11
        while CivilDate.daysBefore(shiftedMonth: shifted) > dayOfYear { shifted -= 1 }
        month = shifted < 10 ? shifted + 3 : shifted - 9
        day = dayOfYear - CivilDate.daysBefore(shiftedMonth: shifted) + 1
        year = era * 400 + yearOfEra + (month <= 2 ? 1 : 0)
    }

    var daysSinceEpoch: Int64 {
        let marchYear = month > 2 ? year : year - 1
        let era = marchYear >= 0 ? marchYear / 400 : (marchYear - 399) / 400
        let shifted = month > 2 ? month - 3 : month + 9
        let dayOfEra = CivilDate.daysBefore(yearOfEra: marchYear - era * 400) + CivilDate.daysBefore(shiftedMonth: shifted) + day - 1
        return era * CivilDate.daysPerEra + dayOfEra - CivilDate.marchZeroToEpoch
    }

    static func days(inMonth month: Int64, of year: Int64) -> Int64 {
        switch month {
        case 2: year.isMultiple(of: 4) && (!year.isMultiple(of: 100) || year.isMultiple(of: 400)) ? 29 : 28
        case 4, 6, 9, 11: 30
        default: 31
        }
    }

    private static let daysPerEra: Int64 = 146_097
    /// Days from 0000-03-01 to 1970-01-01.
    private static let marchZeroToEpoch: Int64 = 719_468

    private static func daysBefore(yearOfEra year: Int64) -> Int64 { year * 365 + year / 4 - year / 100 }

    private static func daysBefore(shiftedMonth month: Int64) -> Int64 { (month * 153 + 2) / 5 }
}
