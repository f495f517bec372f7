# SPDX-License-Identifier: MIT
"""Instants and durations as Azure writes them.

An instant is seconds or minutes since 1970 in UTC.  Its text is ISO 8601 with
a time of day, at most seven decimals, and a zone (`Z` when absent); a duration
is ISO 8601 without years and months, as .NET's XmlConvert writes a TimeSpan.
"""

import re
from datetime import datetime, timedelta, timezone

MINUTES_PER_DAY = 1440
_EPOCH = datetime(1970, 1, 1, tzinfo=timezone.utc)
_INSTANT = re.compile(
    r"(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d)(?::(\d\d)(?:\.(\d{1,7}))?)?"
    r"(?:(Z)|([+-])(\d\d):?(\d\d))?")
_DURATION = re.compile(
    r"P(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?)?")
_RELATIVE = re.compile(r"(now|month)((?:[+-]\d+[mhd])*)")
_UNITS = {"m": 1, "h": 60, "d": MINUTES_PER_DAY}


def parse_seconds(text):
    """Seconds since 1970 of an ISO instant; ValueError when it is none."""
    match = _INSTANT.fullmatch(text)
    if not match:
        raise ValueError(f"not an ISO 8601 instant: {text!r}")
    year, month, day, hour, minute = (int(g) for g in match.groups()[:5])
    micro = int((match[7] or "0").ljust(6, "0")[:6])
    moment = datetime(year, month, day, hour, minute, int(match[6] or 0),
                      micro, timezone.utc)
    seconds = (moment - _EPOCH).total_seconds()
    if match[9]:
        shift = int(match[10]) * 3600 + int(match[11]) * 60
        seconds -= shift if match[9] == "+" else -shift
    return seconds


def parse_minute(text):
    """Minutes since 1970 of an ISO instant, its seconds dropped."""
    return int(parse_seconds(text) // 60)


def format_instant(seconds):
    """`2024-10-31T12:09:00Z`, without a fraction."""
    moment = _EPOCH + timedelta(seconds=int(seconds // 1))
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ")


def format_us(seconds):
    """`10/31/2024 9:05:07 AM`, as .NET prints instants where nobody chose."""
    moment = _EPOCH + timedelta(seconds=int(seconds // 1))
    return (f"{moment.month}/{moment.day}/{moment.year} "
            f"{moment.hour % 12 or 12}:{moment:%M:%S %p}")


def format_minute(minute):
    """The text of an instant given in minutes."""
    return format_instant(minute * 60)


def parse_duration(text):
    """Minutes of an ISO duration; ValueError when it is none or has seconds
    that do not fill a minute."""
    match = _DURATION.fullmatch(text)
    if not match or not any(match.groups()):
        raise ValueError(f"not an ISO 8601 duration: {text!r}")
    days, hours, minutes, seconds = (int(g or 0) for g in match.groups())
    if seconds % 60:
        raise ValueError(f"not whole minutes: {text!r}")
    return days * MINUTES_PER_DAY + hours * 60 + minutes + seconds // 60


def format_duration(minutes):
    """`PT4H`, `P31D`, `P30DT12H9M`."""
    days, rest = divmod(minutes, MINUTES_PER_DAY)
    hours, mins = divmod(rest, 60)
    text = "P" + (f"{days}D" if days else "")
    if rest:
        text += "T" + (f"{hours}H" if hours else "") \
            + (f"{mins}M" if mins else "")
    return text if text != "P" else "PT0S"


def month_start(minute):
    """The first minute of the UTC month that holds `minute`."""
    moment = _EPOCH + timedelta(minutes=minute)
    first = datetime(moment.year, moment.month, 1, tzinfo=timezone.utc)
    return int((first - _EPOCH).total_seconds() // 60)


def resolve_minute(text, now):
    """The minute of a scenario's instant: ISO, or `now`/`month` with offsets
    such as `month+3h`, `month-1m`, `now-2d+5m`; `now` is the current minute."""
    match = _RELATIVE.fullmatch(text)
    if not match:
        return parse_minute(text)
    minute = now if match[1] == "now" else month_start(now)
    for offset in re.findall(r"[+-]\d+[mhd]", match[2]):
        minute += int(offset[:-1]) * _UNITS[offset[-1]]
    return minute
