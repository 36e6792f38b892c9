using System.Numerics;
using CsCheck;
using Lloyd.Shares;

namespace Lloyd.Tests;

/// <summary>Points that are elsewhere, in any number of segments that are lost at any time, give every bit that they give
/// where they are at hand.</summary>
public class SharesTests
{
    private static readonly Gen<Case> Cases =
        from kind in Gen.OneOf(Hostile.Kinds)
        from isFloat in Gen.Bool
        from d in Gen.Int[1, 9]
        from n in Gen.Frequency((2, Gen.Int[1, 60]), (2, Gen.Int[60, 4000]))
        from k in Gen.Int[1, 12]
        from start in Gen.OneOf("random", "parallel", "given")
        from scaling in Gen.Enum<Scaling>()
        from empty in Gen.Enum<EmptyClusters>()
        from isWeighted in Gen.Bool
        from holders in Gen.Int[1, 6]
        from seed in Gen.Int[0, 1_000_000]
        select new Case(kind, isFloat, n, d, Math.Min(k, n), start, scaling, empty, isWeighted, holders, seed);

    [Fact]
    public void SharedPointsGiveTheSameBits() => Cases.Sample(
        c => Assert.Equal(c.IsFloat ? c.AtHand<float>() : c.AtHand<double>(), c.IsFloat ? c.Elsewhere<float>() : c.Elsewhere<double>()),
        iter: 400);

    [Fact]
    public void AValueThatIsNotFiniteIsNamedWithItsPlace()
    {
        var segment = new PointSegment<double>(
            new Points<double>(new[] { 1, 2, 3, double.NaN }, 2), 100, "part-7.npy", 40, null, 1, default);
        var error = Assert.Throws<InvalidInputException>(() => segment.Describe(Metric.Identity(2)));
        Assert.Contains("part-7.npy, row 42, column 2", error.Message);
    }

    [Fact]
    public void ASeedingThatGoesThroughThePointsForEachClusterIsRefused()
    {
        var c = new Case("plain", false, 30, 2, 3, "k-means++", Scaling.None, EmptyClusters.Keep, false, 2, 1);
        Assert.Contains("parallel", Assert.Single(c.Elsewhere<double>()));
    }

    private sealed record Case(
        string Kind, bool IsFloat, int N, int D, int K, string Start, Scaling Scaling, EmptyClusters Empty, bool IsWeighted,
        int Holders, int Seed)
    {
        private KMeans Settings<T>(T[] centers) where T : unmanaged, IBinaryFloatingPointIeee754<T> => new(K)
        {
            Seed = (uint)Seed,
            Seeding = Start switch
            {
                "random" => Seeding.Random,
                "parallel" => Seeding.Parallel(),
                "k-means++" => Seeding.PlusPlus(),
                _ => Seeding.From(new Points<double>(Array.ConvertAll(centers, double.CreateTruncating), D)),
            },
            Scaling = Scaling,
            EmptyClusters = Empty,
            Tolerance = Seed % 2 == 0 ? 0 : 1e-4,
            MaxIterations = 20,
        };

        private (Points<T> Points, KMeans Settings) Make<T>() where T : unmanaged, IBinaryFloatingPointIeee754<T>
        {
            (T[] values, T[] centers) = Hostile.Make<T>(Kind, N, D, K, Seed);
            return (new Points<T>(values, D, IsWeighted ? Hostile.Weights(N, Seed) : default), Settings(centers));
        }

        public string[] AtHand<T>() where T : unmanaged, IBinaryFloatingPointIeee754<T>
        {
            (Points<T> points, KMeans settings) = Make<T>();
            try
            {
                KMeansModel model = settings.Fit(points);
                return
                [
                    $"{model.Iterations} {model.Converged} {model.Inertia:R}", Run.Hash(model.Centroids.Span),
                    Run.Hash(model.Counts.Span), string.Join(' ', model.InitialRows),
                ];
            }
            catch (InvalidInputException e)
            {
                return [Kept(e)];
            }
        }

        public string[] Elsewhere<T>() where T : unmanaged, IBinaryFloatingPointIeee754<T>
        {
            (Points<T> points, KMeans settings) = Make<T>();
            try
            {
                return FitAsync(settings, new LostShares<T>(points, Holders, Seed)).GetAwaiter().GetResult();
            }
            catch (InvalidInputException e)
            {
                return [Kept(e)];
            }
        }

        private async Task<string[]> FitAsync(KMeans settings, IShares shares)
        {
            SharedProblem problem = await SharedProblem.OfAsync(settings, [], D, shares, default);
            problem = SharedProblem.FromBytes(problem.ToBytes(), settings, []);
            Start start = await problem.ChooseAsync(0, shares, default);
            SharedIteration? last = null;
            await foreach (SharedIteration iteration in problem.IterateAsync(start, 0, 0, shares, default))
                last = iteration;
            double inertia = await problem.InertiaAsync(last!, shares, default);
            // Gone on with from its middle, it ends alike.
            int middle = last!.Number / 2;
            double[] centroids = [];
            await foreach (SharedIteration iteration in problem.IterateAsync(start, 0, 0, shares, default))
                if (iteration.Number == middle)
                    centroids = iteration.Centroids;
            if (last.Number > 0)
                await foreach (SharedIteration iteration in problem.IterateAsync(start with { Centroids = centroids }, 0, middle, shares, default))
                    if (iteration.IsLast)
                        Assert.Equal(Run.Hash<double>(last.Centroids), Run.Hash<double>(iteration.Centroids));
            return
            [
                $"{last.Number} {last.Converged} {inertia:R}", Run.Hash<double>(last.Centroids), Run.Hash<long>(last.Counts),
                string.Join(' ', start.Rows),
            ];
        }

        /// <summary>That the number of different points is unknown to some is no difference.</summary>
        private static string Kept(InvalidInputException e) =>
            e.Message.Contains("distinct points", StringComparison.Ordinal)
            || e.Message.Contains("of them differ", StringComparison.Ordinal)
                ? "k is more than the number of distinct points" : e.Message;
    }

    /// <summary>Segments that are lost now and then, as machines are; all that is said goes as bytes.</summary>
    private sealed class LostShares<T> : IShares where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        private readonly Points<T> _points;
        private readonly int[] _cuts;
        private readonly Random _random;
        private readonly Segment[] _segments;

        public LostShares(Points<T> points, int holders, int seed)
        {
            _points = points;
            _random = new Random(seed);
            _cuts = [0, .. Enumerable.Range(0, Math.Min(holders, points.Count) - 1).Select(_ => _random.Next(1, points.Count)).Distinct().Order(), points.Count];
            _segments = new Segment[_cuts.Length - 1];
            for (int i = 0; i < _segments.Length; i++)
                _segments[i] = New(i);
        }

        public Task<TAnswer> AskAsync<TAnswer>(Question<TAnswer> question, CancellationToken cancellation)
        {
            var answers = new List<byte[]>();
            for (int i = 0; i < _segments.Length; i++)
            {
                if (_random.Next(10) == 0)
                    _segments[i] = New(i);
                if (_random.Next(10) == 0)
                    Answer(question, i);                // asked twice
                answers.Add(Answer(question, i));
            }
            return Task.FromResult(question.Combine(answers));
        }

        private byte[] Answer(Question question, int i)
        {
            try
            {
                return Question.FromBytes(question.ToBytes(withCatchUp: false)).AnswerOf([_segments[i]]);
            }
            catch (ColdException)
            {
                return Question.FromBytes(question.ToBytes(withCatchUp: true)).AnswerOf([_segments[i]]);
            }
        }

        private PointSegment<T> New(int i)
        {
            (int first, int count) = (_cuts[i], _cuts[i + 1] - _cuts[i]);
            ReadOnlyMemory<T> values = _points.Rows(first, count).ToArray();
            ReadOnlyMemory<double> weights = _points.Weights.IsEmpty ? default : _points.Weights.Slice(first, count);
            return new PointSegment<T>(new Points<T>(values, _points.Dimensions, weights), first, "points", first, null, 2, default);
        }
    }
}
