namespace Lloyd.Tests;

public class TeamTests
{
    [Fact]
    public void Every_item_is_done_once_by_workers_that_do_one_at_a_time()
    {
        int[] done = new int[1000];
        int[] busy = new int[4];
        bool overlapped = false;
        for (int round = 0; round < 100; round++)
            Blocks.Each(done.Length, busy.Length, (worker, item) =>
            {
                overlapped |= Interlocked.Increment(ref busy[worker]) != 1;
                Interlocked.Increment(ref done[item]);
                Interlocked.Decrement(ref busy[worker]);
            }, TestContext.Current.CancellationToken);

        Assert.False(overlapped);
        Assert.All(done, times => Assert.Equal(100, times));
    }

    [Fact]
    public async Task Teams_within_teams_and_beside_others_end()
    {
        long total = 0;
        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() =>
        {
            for (int round = 0; round < 50; round++)
                Team.Run(3, _ => Blocks.Each(20, 3, (_, item) => Interlocked.Add(ref total, item), CancellationToken.None));
        }, TestContext.Current.CancellationToken)));

        // How many of the three came is open; each that came added up 0 … 19.
        Assert.Equal(0, total % 190);
        Assert.InRange(total / 190, 8 * 50, 8 * 50 * 3);
    }

    [Fact]
    public void Others_do_come()
    {
        using var met = new Barrier(3);

        Team.Run(3, _ => Assert.True(met.SignalAndWait(TimeSpan.FromMinutes(1))));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public void A_failure_is_thrown_once_all_have_ended(int failing)
    {
        using var met = new Barrier(2);
        int ended = 0;

        InvalidOperationException thrown = Assert.Throws<InvalidOperationException>(() => Team.Run(2, member =>
        {
            met.SignalAndWait(TimeSpan.FromMinutes(1));
            if (member == failing)
                throw new InvalidOperationException("on purpose");
            Thread.Sleep(50);
            ended++;
        }));

        Assert.Equal("on purpose", thrown.Message);
        Assert.Equal(1, ended);
    }

    [Fact]
    public void Arrays_in_huge_pages_keep_what_is_in_them()
    {
        Memory<int> values = HugePages.Allocate<int>(3_000_000);
        Assert.Equal(3_000_000, values.Length);
        for (int i = 0; i < values.Length; i++)
            values.Span[i] = i;

        Assert.Equal(Enumerable.Range(0, values.Length), values.ToArray());

        int[] array = values.ToArray();
        HugePages.Advise(array);
        Assert.Equal(Enumerable.Range(0, array.Length), array);
    }
}
