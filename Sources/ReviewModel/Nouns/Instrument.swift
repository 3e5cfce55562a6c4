/// A treaty under review; titles, entry into force and provisions stand in `config/reference`, never here.
package enum Instrument: String, CaseIterable, Sendable {
    case untoc = "UNTOC"
    case tip = "TIP"
    case som = "SOM"
    case fa = "FA"
    case uncac = "UNCAC"
    case coe197 = "COE197"
}
