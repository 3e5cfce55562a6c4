"""Reads an iCalendar from standard input with the icalendar package and prints its events as JSON."""
import json, sys
from icalendar import Calendar

calendar = Calendar.from_ical(sys.stdin.buffer.read())
json.dump(
    [
        {
            "uid": str(event["UID"]), "sequence": int(event["SEQUENCE"]), "start": event["DTSTART"].dt.isoformat(),
            "summary": str(event["SUMMARY"]), "status": str(event["STATUS"]), "alarms": len(event.walk("VALARM")),
        }
        for event in calendar.walk("VEVENT")
    ],
    sys.stdout,
)
