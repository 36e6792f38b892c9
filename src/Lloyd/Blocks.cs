namespace Lloyd;

/// <summary>Work over n rows in blocks, on as many threads as it is worth. The blocks are handed out as threads ask
/// for them, so results must not depend on who does which: they are exact sums, or one value per row.</summary>
internal static class Blocks
{
    /// <summary>Rows in a block: enough to pay for handing it out, few enough to stay in the nearest cache; whole
    /// panels of every kernel.</summary>
    public const int Rows = 1920;

    private const long WorkPerThread = 200_000;

    /// <summary>How many threads are worth starting.</summary>
    /// <param name="rows">n.</param>
    /// <param name="workPerRow">Multiplications or the like for each row.</param>
    /// <param name="threads">How many there may be.</param>
    public static int Workers(int rows, long workPerRow, int threads) =>
        (int)Math.Clamp(Math.Min(rows * workPerRow / WorkPerThread, (rows + Rows - 1) / Rows), 1, threads);

    /// <summary>Runs body(worker, first, count) over all blocks; worker is 0 … workers − 1, and a worker does one
    /// block at a time, so what belongs to a worker needs no lock.</summary>
    public static void Run(int rows, int workers, Action<int, int, int> body, CancellationToken cancellation) =>
        Run(rows, Rows, workers, body, cancellation);

    /// <summary>The same with blocks of another size.</summary>
    public static void Run(
        int rows, int rowsInBlock, int workers, Action<int, int, int> body, CancellationToken cancellation) =>
        Each((rows + rowsInBlock - 1) / rowsInBlock, workers,
            (worker, block) => body(worker, block * rowsInBlock, Math.Min(rowsInBlock, rows - block * rowsInBlock)),
            cancellation);

    /// <summary>Runs body(worker, item) for items 0 … items − 1, handed out in this order.</summary>
    public static void Each(int items, int workers, Action<int, int> body, CancellationToken cancellation)
    {
        int next = -1;
        void Work(int worker)
        {
            int item;
            while (!cancellation.IsCancellationRequested && (item = Interlocked.Increment(ref next)) < items)
                body(worker, item);
        }
        if (workers == 1)
            Work(0);
        else
            Team.Run(workers, Work);
        cancellation.ThrowIfCancellationRequested();
    }

    /// <summary>Runs body(first, count) on shares of some items, one for every thread that is worth starting.</summary>
    /// <param name="items">How many.</param>
    /// <param name="work">Multiplications or the like for all of them.</param>
    /// <param name="threads">How many threads there may be.</param>
    public static void Share(int items, long work, int threads, Action<int, int> body)
    {
        int shares = (int)Math.Clamp(work / WorkPerThread, 1, Math.Clamp(items, 1, threads));
        Each(shares, shares, (_, share) =>
        {
            int first = (int)((long)items * share / shares);
            body(first, (int)((long)items * (share + 1) / shares) - first);
        }, CancellationToken.None);
    }

    /// <summary>Gives every worker a part of its own, runs body(part, first, count) over all blocks, and adds the parts
    /// up.</summary>
    public static P Sum<P>(
        int rows, int workers, Func<P> create, Action<P, int, int> body, Action<P, P> add,
        CancellationToken cancellation)
    {
        var parts = new P[workers];
        for (int worker = 0; worker < workers; worker++)
            parts[worker] = create();
        Run(rows, workers, (worker, first, count) => body(parts[worker], first, count), cancellation);
        for (int worker = 1; worker < workers; worker++)
            add(parts[0], parts[worker]);
        return parts[0];
    }
}
