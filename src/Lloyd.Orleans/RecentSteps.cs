namespace Lloyd.Orleans;

/// <summary>The latest steps of a job, as bytes, for those who watch it. They are in memory alone: the oldest go first, and a
/// job does not wait for who does not keep up.</summary>
/// <param name="most">At most how many bytes; the latest step stays, however large it is.</param>
internal sealed class RecentSteps(long most)
{
    /// <summary>Who has not asked for so long watches no more.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly Queue<(long Ordinal, byte[] Bytes)> _steps = [];
    private long _last = -1;
    private long _bytes;
    private long? _asked;

    /// <summary>Whether someone watches: only then is it worth while to make steps.</summary>
    public bool AreWatched => _asked is { } asked && Environment.TickCount64 - asked < Patience.TotalMilliseconds;

    /// <summary>Adds a step, unless an iteration that was done again has given it before.</summary>
    public void Add(long ordinal, byte[] step)
    {
        if (ordinal <= _last)
            return;
        _steps.Enqueue((ordinal, step));
        (_last, _bytes) = (ordinal, _bytes + step.Length);
        while (_bytes > most && _steps.Count > 1)
            _bytes -= _steps.Dequeue().Bytes.Length;
    }

    /// <summary>The first step after <paramref name="ordinal"/>; nothing where there is none yet.</summary>
    public (long Ordinal, byte[] Bytes)? After(long ordinal)
    {
        _asked = Environment.TickCount64;
        foreach ((long Ordinal, byte[] Bytes) step in _steps)
            if (step.Ordinal > ordinal)
                return step;
        return null;
    }

    /// <summary>A step; nothing where it has gone.</summary>
    public byte[]? At(long ordinal) => After(ordinal - 1) is { } step && step.Ordinal == ordinal ? step.Bytes : null;

    /// <summary>Lets go of all where nobody watches.</summary>
    public void Clean()
    {
        if (AreWatched)
            return;
        _steps.Clear();
        _bytes = 0;
    }
}
