import Foundation

/// A generator that repeats itself from a seed (SplitMix64, Steele, Lea and Flood 2014), which is printed so that a failure can be
/// repeated with `REVIEWD_SEED`.
struct SeededGenerator: RandomNumberGenerator {
    private var state: UInt64

    init(_ test: String) {
        let given = ProcessInfo.processInfo.environment["REVIEWD_SEED"].flatMap { UInt64($0) }
        state = given ?? UInt64.random(in: 0...UInt64.max)
        print("\(test): REVIEWD_SEED=\(state)")
    }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}
