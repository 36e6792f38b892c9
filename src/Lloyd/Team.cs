using System.Diagnostics;
using System.Runtime.ExceptionServices;

namespace Lloyd;

/// <summary>
/// Threads that do one piece of work together: the one that asks for it, and threads of the pool that join it as long as
/// it lasts. Nobody waits for a thread that has not come yet.
/// </summary>
/// <remarks>A late iteration takes less time than to wake a thread. So one that has done its part looks out for more, for
/// as long as waking it would take: at worst that costs twice what the better of both would (A. R. Karlin et al.,
/// "Empirical studies of competitive spinning for a shared-memory multiprocessor", 1991).</remarks>
internal sealed class Team
{
    private const int Spins = 8;                        // between two looks

    private static readonly TimeSpan s_wakingTime = TimeSpan.FromMicroseconds(200);
    private static readonly Lock s_door = new();
    private static Team[] s_teams = [];                 // at work; replaced as a whole, so that looking takes no lock
    private static int s_lookingOut;                    // threads that do, or that the pool was asked for

    private readonly int _size;
    private readonly Action<int> _work;
    private int _members = 1;                           // that have come, or as many as there is room for
    private int _present;                               // of those that joined
    private Exception? _failure;

    private Team(int size, Action<int> work)
    {
        _size = size;
        _work = work;
    }

    /// <summary>Runs work(0) here, and work(1) … work(size − 1) on as many other threads as come before it
    /// ends.</summary>
    /// <remarks>What the first of them to fail throws is thrown here, once all have ended.</remarks>
    public static void Run(int size, Action<int> work)
    {
        var team = new Team(size, work);
        lock (s_door)
            Volatile.Write(ref s_teams, [.. s_teams, team]);
        for (int coming = Volatile.Read(ref s_lookingOut); coming < size - 1; coming++)
        {
            Interlocked.Increment(ref s_lookingOut);
            ThreadPool.UnsafeQueueUserWorkItem(static _ => LookOut(), null);
        }
        team.Work(0);
        Interlocked.Exchange(ref team._members, size);
        lock (s_door)
            Volatile.Write(ref s_teams, [.. s_teams.Where(other => other != team)]);
        team.AwaitOthers();
        if (team._failure is { } failure)
            ExceptionDispatchInfo.Throw(failure);
    }

    /// <summary>Joins teams, until for a while there is none to join.</summary>
    private static void LookOut()
    {
        do
        {
            for (long since = Stopwatch.GetTimestamp(); Stopwatch.GetElapsedTime(since) < s_wakingTime; Thread.SpinWait(Spins))
                if (JoinAny())
                    since = Stopwatch.GetTimestamp();
            Interlocked.Decrement(ref s_lookingOut);
        }
        while (HaveRoom() && Interlocked.Increment(ref s_lookingOut) > 0);      // a team that still counted on this thread
    }

    private static bool HaveRoom() => Array.Exists(Volatile.Read(ref s_teams), team => team.HasRoom);

    private static bool JoinAny()
    {
        foreach (Team team in Volatile.Read(ref s_teams))
            if (team.HasRoom && team.TryJoin())
                return true;
        return false;
    }

    private bool HasRoom => Volatile.Read(ref _members) < _size;

    private bool TryJoin()
    {
        Interlocked.Increment(ref _present);            // first: who counts the others must see it
        int member = Interlocked.Increment(ref _members) - 1;
        bool joins = member < _size;
        if (joins)
        {
            Interlocked.Decrement(ref s_lookingOut);
            Work(member);
            Interlocked.Increment(ref s_lookingOut);
        }
        if (Interlocked.Decrement(ref _present) == 0)
            lock (this)
                Monitor.PulseAll(this);
        return joins;
    }

    private void Work(int member)
    {
        try
        {
            _work(member);
        }
        catch (Exception e)
        {
            Interlocked.CompareExchange(ref _failure, e, null);
        }
    }

    private void AwaitOthers()
    {
        for (long since = Stopwatch.GetTimestamp(); Stopwatch.GetElapsedTime(since) < s_wakingTime; Thread.SpinWait(Spins))
            if (Volatile.Read(ref _present) == 0)
                return;
        lock (this)
            while (Volatile.Read(ref _present) != 0)
                Monitor.Wait(this);
    }
}
