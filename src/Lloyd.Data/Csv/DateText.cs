using Lloyd.Data.Reading;

namespace Lloyd.Data.Csv;

/// <summary>Reads dates and times of ISO 8601.</summary>
internal ref struct DateText
{
    private const int MostFraction = 9;     // nanoseconds

    private ReadOnlySpan<byte> _rest;

    /// <summary>Reads <c>2024-02-29</c>, <c>2024-02-29T18:30</c>, <c>2024-02-29 18:30:15.25+02:00</c> (without an offset:
    /// UTC) and times of day, <c>18:30:15</c>, as <see cref="Days"/>.</summary>
    public static bool TryRead(ReadOnlySpan<byte> cell, out double days)
    {
        var text = new DateText { _rest = cell };
        days = 0;
        if (cell.Length < 5 || cell[2] != ':' && (cell.Length < 10 || cell[4] != '-'))
            return false;
        if (cell[2] == ':')
            return text.TryTime(out long time) && text._rest.IsEmpty && Set(out days, Days.Of(time, Days.Nanoseconds));
        if (!text.TryDate(out int day))
            return false;
        long nanoseconds = 0;
        if (!text._rest.IsEmpty)
        {
            if (!(text.Skip((byte)'T') || text.Skip((byte)' ')) || !text.TryTime(out nanoseconds) || !text.TryOffset(out long offset))
                return false;
            nanoseconds -= offset;
        }
        (long more, nanoseconds) = Math.DivRem(nanoseconds + Days.Nanoseconds, Days.Nanoseconds);
        return Set(out days, day + more - 1 + Days.Of(nanoseconds, Days.Nanoseconds)) && text._rest.IsEmpty;
    }

    private static bool Set(out double to, double value)
    {
        to = value;
        return true;
    }

    private bool TryDate(out int day)
    {
        day = 0;
        if (!TryDigits(4, out int year) || !Skip((byte)'-') || !TryDigits(2, out int month) || !Skip((byte)'-')
            || !TryDigits(2, out int ofMonth) || year < 1 || month is < 1 or > 12 || ofMonth < 1
            || ofMonth > DateTime.DaysInMonth(year, month))
            return false;
        day = new DateOnly(year, month, ofMonth).DayNumber - DateOnly.FromDateTime(DateTime.UnixEpoch).DayNumber;
        return true;
    }

    private bool TryTime(out long nanoseconds)
    {
        nanoseconds = 0;
        int second = 0;
        if (!TryDigits(2, out int hour) || hour > 23 || !Skip((byte)':') || !TryDigits(2, out int minute) || minute > 59
            || Skip((byte)':') && (!TryDigits(2, out second) || second > 59))
            return false;
        nanoseconds = ((hour * 60L + minute) * 60 + second) * 1_000_000_000;
        if (Skip((byte)'.'))
        {
            int length = 0;
            for (long unit = 100_000_000; !_rest.IsEmpty && _rest[0] is >= (byte)'0' and <= (byte)'9'; unit /= 10, length++)
            {
                nanoseconds += unit * (_rest[0] - '0');
                _rest = _rest[1..];
            }
            return length is >= 1 and <= MostFraction;
        }
        return true;
    }

    private bool TryOffset(out long nanoseconds)
    {
        nanoseconds = 0;
        if (_rest.IsEmpty || Skip((byte)'Z'))
            return true;
        int sign = _rest[0] == '-' ? -1 : 1;
        if (!Skip((byte)'-') && !Skip((byte)'+') || !TryDigits(2, out int hours) || hours > 18)
            return false;
        int minutes = 0;
        if ((Skip((byte)':') || !_rest.IsEmpty) && (!TryDigits(2, out minutes) || minutes > 59))
            return false;
        nanoseconds = sign * (hours * 60L + minutes) * 60_000_000_000;
        return true;
    }

    private bool Skip(byte what)
    {
        if (_rest.IsEmpty || _rest[0] != what)
            return false;
        _rest = _rest[1..];
        return true;
    }

    private bool TryDigits(int count, out int value)
    {
        value = 0;
        if (_rest.Length < count || _rest[..count].ContainsAnyExceptInRange((byte)'0', (byte)'9'))
            return false;
        foreach (byte digit in _rest[..count])
            value = value * 10 + (digit - '0');
        _rest = _rest[count..];
        return true;
    }
}
