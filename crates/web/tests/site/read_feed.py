"""Reads a calendar or a feed with a library that is not ours, and says what it found as JSON. Standard input: the file."""

import json
import sys

kind, data = sys.argv[1], sys.stdin.buffer.read()

if kind == "calendar":
    import icalendar

    calendar = icalendar.Calendar.from_ical(data)
    zones = {zone["TZID"]: zone for zone in calendar.walk("VTIMEZONE")}
    events = []
    for event in calendar.walk("VEVENT"):
        assert not event.errors, event.errors
        assert event["DTSTART"].params["TZID"] in zones, "its zone is in the file"
        events.append(
            {
                "uid": event["UID"],
                "sequence": event["SEQUENCE"],
                "starts": event.decoded("DTSTART").isoformat(),
                "ends": event.decoded("DTEND").isoformat(),
                "status": event["STATUS"],
                "summary": event["SUMMARY"],
                "location": event["LOCATION"],
                "description": event["DESCRIPTION"],
            }
        )
    print(json.dumps({"name": calendar["NAME"], "events": events}))
else:
    import feedparser

    feed = feedparser.parse(data)
    assert not feed.bozo, feed.bozo_exception
    assert feed.version == "atom10", feed.version
    assert feed.feed.id and feed.feed.title and feed.feed.updated_parsed
    for entry in feed.entries:
        assert entry.id and entry.title and entry.updated_parsed and entry.published_parsed
    print(json.dumps({"entries": [[entry.title, entry.link, entry.summary] for entry in feed.entries]}))
