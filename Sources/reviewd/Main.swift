import ArgumentParser
import Configuration
@main struct Main { static func main() { print("stub") } }
